package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.graft.failure.MalformedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CMYK, TIFF, WebP and what encoders and downloads leave behind, against Pillow. */
class ImageFormatsTest {
  private static final List<Path> IMAGES = Goldens.FORMAT.images();

  static List<Path> exact() {
    return IMAGES.stream().filter(image -> !isLossyWebp(image)).toList();
  }

  static List<Path> lossyWebp() {
    return IMAGES.stream().filter(ImageFormatsTest::isLossyWebp).toList();
  }

  private static boolean isLossyWebp(Path image) {
    return image.getFileName().toString().startsWith("lossy");
  }

  @ParameterizedTest
  @MethodSource("exact")
  void pixelsArePillows(Path image) {
    Pixels found = ImageDecoder.decode(image, Exif.IGNORE);

    assertThat(new int[] {found.height(), found.width(), 3})
        .isEqualTo(Goldens.FORMAT.decoded(image).shape());
    assertThat(Goldens.floats(found)).isEqualTo(Goldens.FORMAT.decoded(image).values());
  }

  /** Chroma is not smoothed between its cells of two by two, so that colours differ at edges. */
  @ParameterizedTest
  @MethodSource("lossyWebp")
  void lossyWebpIsPillowsInLumaAndCloseInColour(Path image) {
    float[] expected = Goldens.FORMAT.decoded(image).values();
    float[] found = Goldens.floats(ImageDecoder.decode(image, Exif.IGNORE));
    double colours = 0;
    double luma = 0;
    for (int i = 0; i < found.length; i += 3) {
      double red = found[i] - expected[i];
      double green = found[i + 1] - expected[i + 1];
      double blue = found[i + 2] - expected[i + 2];
      colours += (Math.abs(red) + Math.abs(green) + Math.abs(blue)) / found.length;
      luma += 3 * Math.abs(0.299 * red + 0.587 * green + 0.114 * blue) / found.length;
    }
    assertThat(found).hasSameSizeAs(expected);
    assertThat(luma).isLessThan(2.5);
    assertThat(colours).isLessThan(9);
  }

  @ParameterizedTest
  @CsvSource({"cmyk, jpg", "ycck, jpg", "'', tif", "lossless, webp", "lossy, webp"})
  void everyFormatHasItsImages(String start, String extension) {
    assertThat(IMAGES)
        .extracting(image -> image.getFileName().toString())
        .filteredOn(name -> name.startsWith(start) && name.endsWith("." + extension))
        .hasSizeGreaterThanOrEqualTo(start.equals("ycck") ? 2 : 5);
  }

  @ParameterizedTest
  @MethodSource("exact")
  void cutFilesEndInPixelsOrARefusal(Path image) throws IOException {
    byte[] whole = Files.readAllBytes(image);
    for (int length = 0; length < whole.length; length += 1 + whole.length / 30) {
      byte[] cut = Arrays.copyOf(whole, length);
      try {
        assertThat(ImageDecoder.decode(cut, "x", Exif.IGNORE).rgb()).isNotEmpty();
      } catch (MalformedFileException e) {
        assertThat(e).hasMessageMatching("x: cannot be decoded: .+");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rgb.png", "drawing.jpg"})
  void largeImagesAreReadAtAReducedSize(String name) throws IOException {
    assertReduced(Goldens.RESIZE.file(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"raw.tif", "tiles.tif", "cmyk.jpg", "turned6.tif", "palette.tif", "turned1.jpg"})
  void largeImagesOfFurtherFormatsAreReadAtAReducedSize(String name) throws IOException {
    assertReduced(Goldens.FORMAT.file(name));
  }

  /** Every second or third pixel of every second or third row. */
  private static void assertReduced(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Pixels whole = ImageDecoder.decode(bytes, "x", Exif.IGNORE);
    long kept = (long) whole.width() * whole.height() / 5;
    Pixels reduced = ImageDecoder.decode(bytes, "x", new Bounds(Bounds.MOST, kept));

    assertThat(reduced.width()).isEqualTo((whole.width() + 2) / 3);
    assertThat(reduced.height()).isEqualTo((whole.height() + 2) / 3);
    int turned = file.getFileName().toString().equals("turned6.tif") ? 1 : 0;
    int right = turned * ((whole.width() - 1) % 3);
    for (int y = 0; y < reduced.height(); y++) {
      for (int x = 0; x < reduced.width(); x++) {
        int own = 3 * (y * reduced.width() + x);
        int its = 3 * (3 * y * whole.width() + 3 * x + right);
        assertThat(Arrays.copyOfRange(reduced.rgb(), own, own + 3))
            .as("%d, %d", x, y)
            .isEqualTo(Arrays.copyOfRange(whole.rgb(), its, its + 3));
      }
    }
  }

  @Test
  void whatIsNeededAtOnceIsNotReadBeyondTheBound() throws IOException {
    byte[] gif = Files.readAllBytes(Goldens.DECODE.file("palette.gif"));

    assertThatThrownBy(() -> ImageDecoder.decode(gif, "x", new Bounds(Bounds.MOST, 100)))
        .isInstanceOf(MalformedFileException.class);
  }

  @Test
  void aPictureOf108MegapixelsIsReadInAFewMegabytesMoreThanItKeeps() {
    byte[] png = HostileImages.plain("png", 10_400, BufferedImage.TYPE_BYTE_BINARY);

    Pixels found = ImageDecoder.decode(png, "x", Exif.IGNORE);

    assertThat(found.width()).isEqualTo(5_200);
    assertThat(found.height()).isEqualTo(5_200);
  }

  @Test
  void aJpegWithoutItsEndAndWithoutItsPixelsIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(Goldens.FORMAT.file("no_end_zeros.jpg"));
    int pixels = whole.length - 64 - 100;
    byte[] cut = Arrays.copyOf(Arrays.copyOf(whole, pixels), pixels + 20);

    assertThatThrownBy(() -> ImageDecoder.decode(cut, "x", Exif.IGNORE))
        .hasMessage("x: cannot be decoded: truncated: the JPEG has no end");
  }

  @ParameterizedTest
  @CsvSource({"avif, avif", "heic, heic", "mp42, mp42"})
  void filesOfOtherKindsAreCalledByThem(String brand, String called) {
    byte[] boxed = ("\0\0\0 ftyp" + brand + "\0\0\0\0").getBytes(StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> ImageDecoder.decode(boxed, "x", Exif.IGNORE))
        .hasMessageStartingWith(
            "x: cannot be decoded: not a JPEG, PNG, GIF, BMP, TIFF or WebP image, but one of kind '"
                + called
                + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "256, 4, 100000000, 'pieces'",
    "259, 3, 6, 'a TIFF of compression 6'",
    "262, 3, 8, 'a TIFF of photometric interpretation 8'",
    "277, 3, 9, 'a TIFF of samples a pixel 9'",
    "257, 4, 2000000000, 'pieces|header claims'",
    "278, 3, 0, 'in pieces of'",
  })
  void tiffsThatClaimTooMuchAreRefused(int tag, int type, int value, String message)
      throws IOException {
    byte[] tiff = Files.readAllBytes(Goldens.FORMAT.file("white_is_zero.tif"));
    patch(tiff, tag, entry -> entry.putShort(2, (short) type).putInt(4, 1).putInt(8, value));

    assertThatThrownBy(() -> ImageDecoder.decode(tiff, "x", Exif.IGNORE))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageMatching("x: cannot be decoded: .*(" + message + ").*");
  }

  @Test
  void aTiffWhosePixelsAreFewerThanItSaysIsRefused() throws IOException {
    byte[] tiff = Files.readAllBytes(Goldens.FORMAT.file("raw.tif"));
    patch(tiff, 256, entry -> entry.putShort(2, (short) 4).putInt(4, 1).putInt(8, 40));

    assertThatThrownBy(() -> ImageDecoder.decode(tiff, "x", Exif.IGNORE))
        .hasMessage("x: cannot be decoded: truncated: the TIFF holds 2046 bytes of 2640 of pixels");
  }

  @Test
  void aBigTiffIsCalledOne() {
    byte[] big = {'I', 'I', 43, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0};

    assertThatThrownBy(() -> ImageDecoder.decode(big, "x", Exif.IGNORE))
        .hasMessageContaining("a BigTIFF");
  }

  private static void patch(byte[] tiff, int tag, Consumer<ByteBuffer> change) {
    ByteBuffer file = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
    int directory = file.getInt(4);
    for (int i = 0; i < file.getShort(directory); i++) {
      int entry = directory + 2 + 12 * i;
      if ((file.getShort(entry) & 0xffff) == tag) {
        change.accept(file.slice(entry, 12).order(ByteOrder.LITTLE_ENDIAN));
      }
    }
  }
}
