package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.assertj.core.api.AbstractThrowableAssert;
import org.graft.failure.MalformedFileException;
import org.graft.storage.NpyArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private static final int PNG_HEADER_END = 33;

  @TempDir Path folder;

  static List<Path> resizeImages() {
    return Goldens.RESIZE.images();
  }

  static List<Path> decodeImages() {
    return Goldens.DECODE.images();
  }

  static Stream<Path> allImages() {
    return Stream.concat(resizeImages().stream(), decodeImages().stream());
  }

  @ParameterizedTest
  @MethodSource("resizeImages")
  void decodesToPillowsPixels(Path image) {
    assertDecodes(image, Goldens.RESIZE.decoded(image));
  }

  @ParameterizedTest
  @MethodSource("decodeImages")
  void decodesToPillowsPixelsWhereImageIoAloneWouldNot(Path image) {
    assertDecodes(image, Goldens.DECODE.decoded(image));
  }

  @Test
  void goesByContentAndNotByName() throws IOException {
    Path misnamed = Files.copy(Goldens.RESIZE.file("rgb.png"), folder.resolve("photo.jpg"));

    assertThat(ImageDecoder.decode(misnamed, Exif.IGNORE).rgb())
        .isEqualTo(ImageDecoder.decode(Goldens.RESIZE.file("rgb.png"), Exif.IGNORE).rgb());
  }

  @Test
  void decodesBytesAsItDoesFiles() throws IOException {
    Path file = Goldens.RESIZE.file("drawing.jpg");

    assertThat(ImageDecoder.decode(Files.readAllBytes(file), "upload", Exif.IGNORE).rgb())
        .isEqualTo(ImageDecoder.decode(file, Exif.IGNORE).rgb());
  }

  @Test
  void refusesATextFile() {
    assertRefused("hello, world".getBytes(StandardCharsets.UTF_8))
        .hasMessage(
            "x.jpg: cannot be decoded: not a JPEG, PNG, GIF, BMP, TIFF or WebP image, it begins with the bytes"
                + " 68 65 6c 6c 6f 2c 20 77");
  }

  @Test
  void refusesAnEmptyFile() {
    assertRefused(new byte[0]).hasMessage("x.jpg: cannot be decoded: the file is empty");
  }

  @Test
  void refusesAPngThatClaimsTooManyPixels() throws IOException {
    assertRefused(pngOfSize(100_000, 100_000))
        .hasMessage(
            "x.jpg: cannot be decoded: the header claims 100000x100000 pixels, 1 to 600 million"
                + " expected");
  }

  @Test
  void refusesAPngThatClaimsMorePixelsThanItHolds() throws IOException {
    assertRefused(pngOfSize(100, 100));
  }

  @Test
  void refusesAJpegThatClaimsTooManyPixels() throws IOException {
    byte[] jpeg = Files.readAllBytes(Goldens.RESIZE.file("drawing.jpg"));
    int frame = indexOf(jpeg, 0xff, 0xc0);
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 60_000).putShort(frame + 7, (short) 60_000);

    assertRefused(jpeg).hasMessageContaining("the header claims 60000x60000 pixels");
  }

  @Test
  void refusesAJpegOfTwoComponents() throws IOException {
    byte[] jpeg = Files.readAllBytes(Goldens.RESIZE.file("drawing.jpg"));
    int frame = indexOf(jpeg, 0xff, 0xc0);
    byte[] two = new byte[jpeg.length - 3];
    int end = frame + 2 + 14;
    System.arraycopy(jpeg, 0, two, 0, end);
    System.arraycopy(jpeg, end + 3, two, end, two.length - end);
    two[frame + 3] = 14;
    two[frame + 9] = 2;

    assertRefused(two).hasMessageContaining("a JPEG of 2 components; grey (1), colour (3) or CMYK");
  }

  @Test
  void refusesABmpThatWrapsAnotherFile() throws IOException {
    byte[] bmp = Files.readAllBytes(Goldens.DECODE.file("rgb.bmp"));
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(30, 5);

    assertRefused(bmp).hasMessageContaining("a BMP of compression 5");
  }

  @Test
  void refusesABmpThatImageIoStumblesOver() throws IOException {
    byte[] bmp = Files.readAllBytes(Goldens.DECODE.file("palette.bmp"));
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(10, -1000);

    assertRefused(bmp).hasMessage("x.jpg: cannot be decoded: damaged (NegativeArraySizeException)");
  }

  @Test
  void refusesATruncatedBmp() throws IOException {
    byte[] bmp = Files.readAllBytes(Goldens.DECODE.file("rgb.bmp"));

    assertRefused(Arrays.copyOf(bmp, 2000)).hasMessage("x.jpg: cannot be decoded: truncated");
  }

  @ParameterizedTest
  @MethodSource("allImages")
  void refusesTheFirstHalfOfAnyImage(Path image) throws IOException {
    byte[] whole = Files.readAllBytes(image);

    assertRefused(Arrays.copyOf(whole, whole.length / 2));
  }

  @Test
  void refusesAJpegWithoutItsEnd() throws IOException {
    byte[] whole = Files.readAllBytes(Goldens.RESIZE.file("drawing.jpg"));

    assertRefused(Arrays.copyOf(whole, whole.length - 200))
        .hasMessage("x.jpg: cannot be decoded: truncated: the JPEG has no end");
  }

  @ParameterizedTest
  @MethodSource("allImages")
  void damageEndsInPixelsOrARefusalAndNothingElse(Path image) throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 40; i++) {
      byte[] bytes = Files.readAllBytes(image);
      for (int j = 0; j < 3; j++) {
        bytes[random.nextInt(Math.min(bytes.length, 150))] = (byte) random.nextInt(256);
      }
      try {
        assertThat(ImageDecoder.decode(bytes, "x", Exif.IGNORE).rgb()).isNotEmpty();
      } catch (MalformedFileException e) {
        assertThat(e).hasMessageMatching("x: cannot be decoded: .+");
      }
    }
  }

  @Test
  void refusesWhatIsNotThereOrNotAFile() {
    Path missing = folder.resolve("missing.png");

    assertThatThrownBy(() -> ImageDecoder.decode(missing, Exif.IGNORE))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(missing + ": there is no such file");
    assertThatThrownBy(() -> ImageDecoder.decode(folder, Exif.IGNORE))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(folder + ": not a file");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void pixelsAreAsManyAsTheSizeSays(int bytes) {
    assertThatThrownBy(() -> new Pixels(1, 1, new byte[bytes]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertDecodes(Path image, NpyArray expected) {
    Pixels pixels = ImageDecoder.decode(image, Exif.IGNORE);

    assertThat(new int[] {pixels.height(), pixels.width(), 3}).isEqualTo(expected.shape());
    assertThat(Goldens.floats(pixels)).isEqualTo(expected.values());
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] bytes) {
    return assertThatThrownBy(() -> ImageDecoder.decode(bytes, "x.jpg", Exif.IGNORE))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("x.jpg: cannot be decoded: ");
  }

  /** A small PNG with another size, and the checksum to go with it, in its header. */
  private static byte[] pngOfSize(int width, int height) throws IOException {
    byte[] png = Files.readAllBytes(Goldens.RESIZE.file("rgb.png"));
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(png, 12, PNG_HEADER_END - Integer.BYTES - 12);
    header.putInt(PNG_HEADER_END - Integer.BYTES, (int) crc.getValue());
    return png;
  }

  private static int indexOf(byte[] bytes, int first, int second) {
    for (int i = 0; i + 1 < bytes.length; i++) {
      if ((bytes[i] & 0xff) == first && (bytes[i + 1] & 0xff) == second) {
        return i;
      }
    }
    throw new AssertionError("no such bytes");
  }
}
