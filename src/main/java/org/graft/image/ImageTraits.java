package org.graft.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a file says of its image beside the pixels that {@link ImageDecoder} gives.
 *
 * @param turned whether its EXIF block says that the image is not upright, and it is read so
 * @param alpha whether a PNG carries transparency
 */
public record ImageTraits(boolean turned, boolean alpha) {
  private static final byte[] TRANSPARENCY = "tRNS".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PNG_DATA = "IDAT".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PNG_MARK = "PNG\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int PNG_COLOUR_TYPE = 25;
  private static final int PNG_ALPHA = 4;

  /** The traits of an image file's content; whatever is garbled is taken as not stated. */
  public static ImageTraits of(byte[] file, Exif exif) {
    boolean png = find(file, PNG_MARK, 0, Math.min(file.length, PNG_MARK.length + 1)) == 1;
    return new ImageTraits(
        exif == Exif.IGNORE && Orientation.of(file) != Orientation.UPRIGHT, png && alpha(file));
  }

  private static boolean alpha(byte[] png) {
    if (png.length > PNG_COLOUR_TYPE && (png[PNG_COLOUR_TYPE] & PNG_ALPHA) != 0) {
      return true;
    }
    int data = find(png, PNG_DATA, 0, png.length);
    return find(png, TRANSPARENCY, 0, data < 0 ? png.length : data) >= 0;
  }

  private static int find(byte[] in, byte[] what, int from, int to) {
    for (int i = from; i + what.length <= to; i++) {
      if (in[i] == what[0] && Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }
}
