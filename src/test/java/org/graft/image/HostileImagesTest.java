package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.graft.failure.MalformedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures cost what their pixels do, whatever else is in the file. */
class HostileImagesTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int SIDE = 64;
  private static final int CLAIMED_SIDE = 6000;

  private static void same(byte[] hostile, byte[] plain) {
    byte[] found =
        assertTimeoutPreemptively(
            SOON, () -> ImageDecoder.decode(hostile, "hostile", Exif.IGNORE).rgb());
    assertThat(found).isEqualTo(ImageDecoder.decode(plain, "plain", Exif.IGNORE).rgb());
  }

  private static void refused(byte[] hostile, String reason) {
    assertTimeoutPreemptively(
        SOON,
        () ->
            assertThatThrownBy(() -> ImageDecoder.decode(hostile, "hostile", Exif.IGNORE))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n"));
  }

  @Test
  void scansWithoutEndAreRefused() {
    refused(HostileImages.scans(SIDE, 500), "more scans than any picture needs");
    refused(HostileImages.scans(5000, 400), "more scans than any picture needs");
  }

  @Test
  void anOrdinaryProgressiveJpegIsReadAndSoAreAFewScansMore() {
    same(HostileImages.scans(SIDE, 20), HostileImages.scans(SIDE, 0));
  }

  @Test
  void whatAPngHoldsBesidePixelsIsNotUnpacked() {
    byte[] plain = HostileImages.plain("png", SIDE, BufferedImage.TYPE_BYTE_INDEXED);
    byte[] packed = HostileImages.packedText(64 << 20);
    same(HostileImages.chunks(SIDE, "zTXt", packed, 40), plain);
    same(HostileImages.chunks(SIDE, "iCCP", packed, 40), plain);
    same(HostileImages.chunks(SIDE, "tEXt", new byte[0], 500_000), plain);
  }

  @Test
  void aPngInAMillionEmptyPiecesIsReadInTime() {
    same(
        HostileImages.chunks(SIDE, "IDAT", new byte[0], 300_000),
        HostileImages.plain("png", SIDE, BufferedImage.TYPE_BYTE_INDEXED));
  }

  @Test
  void aCommentOfAMillionBlocksIsPassedBy() {
    same(
        HostileImages.comment(SIDE, 1_000_000),
        HostileImages.plain("gif", SIDE, BufferedImage.TYPE_BYTE_INDEXED));
  }

  @Test
  void aColourProfileIsNotRead() {
    same(HostileImages.profile(SIDE), HostileImages.plain("bmp", SIDE, BufferedImage.TYPE_INT_RGB));
  }

  /** Its decoder takes what is missing for zeros, of which each costs an exception. */
  @ParameterizedTest
  @ValueSource(strings = {"lossless", "lossless_grey", "lossless_palette", "lossless_alpha"})
  void aWebpThatEndsBeforeItsPictureIsRefusedInTime(String name) throws IOException {
    Path golden = Path.of("src/test/resources/goldens/formats", name + ".webp");
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(golden)).order(ByteOrder.LITTLE_ENDIAN);
    int header = indexOf(file.array(), "VP8L") + 9;
    int claimed = CLAIMED_SIDE - 1;
    int behindSides = file.getInt(header) & 0xf0000000;
    file.putInt(header, claimed | claimed << 14 | behindSides);
    refused(file.array(), "cannot be decoded");
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }
}
