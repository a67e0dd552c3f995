package org.graft.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a file says of its image beside the pixels that {@link ImageDecoder} gives.
 *
 * @param orientation the EXIF orientation of a JPEG, 1 (upright) to 8; 1 where none is stated
 * @param alpha whether a PNG carries transparency
 */
public record ImageTraits(int orientation, boolean alpha) {
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRANSPARENCY = "tRNS".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PNG_DATA = "IDAT".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PNG_MARK = "PNG\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 1 << 16;
  private static final int PNG_COLOUR_TYPE = 25;
  private static final int PNG_ALPHA = 4;
  private static final int ORIENTATION_TAG = 0x0112;
  private static final int ENTRY = 12;
  private static final int UPRIGHT = 1;
  private static final int MOST = 8;

  /** The traits of an image file's content; whatever is garbled is taken as not stated. */
  public static ImageTraits of(byte[] file) {
    boolean png = find(file, PNG_MARK, 0, Math.min(file.length, PNG_MARK.length + 1)) == 1;
    return png ? new ImageTraits(UPRIGHT, alpha(file)) : new ImageTraits(orientation(file), false);
  }

  private static boolean alpha(byte[] png) {
    if (png.length > PNG_COLOUR_TYPE && (png[PNG_COLOUR_TYPE] & PNG_ALPHA) != 0) {
      return true;
    }
    int data = find(png, PNG_DATA, 0, png.length);
    return find(png, TRANSPARENCY, 0, data < 0 ? png.length : data) >= 0;
  }

  /** EXIF 2.3, section 4.6: a TIFF header, then a directory whose entries are 12 bytes each. */
  private static int orientation(byte[] jpeg) {
    int start = find(jpeg, EXIF, 0, Math.min(jpeg.length, HEADER));
    if (start < 0) {
      return UPRIGHT;
    }
    ByteBuffer tiff = ByteBuffer.wrap(jpeg, start + EXIF.length, jpeg.length - start - EXIF.length);
    tiff = tiff.slice();
    try {
      tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = tiff.getInt(4);
      int entries = tiff.getShort(directory) & 0xffff;
      for (int i = 0; i < entries; i++) {
        int entry = directory + 2 + i * ENTRY;
        if ((tiff.getShort(entry) & 0xffff) == ORIENTATION_TAG) {
          int orientation = tiff.getShort(entry + 8);
          return orientation >= UPRIGHT && orientation <= MOST ? orientation : UPRIGHT;
        }
      }
    } catch (IndexOutOfBoundsException e) {
      return UPRIGHT;
    }
    return UPRIGHT;
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
