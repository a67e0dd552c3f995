package org.graft.spark.image;

import java.util.Set;
import org.apache.spark.sql.Row;
import org.graft.failure.MalformedFileException;
import org.graft.image.Pixels;

/**
 * Pixels as Spark's {@code ImageSchema} has them, after OpenCV: bytes row by row, of one channel
 * (grey), three (blue, green, red) or four (and alpha, which is dropped).
 */
record Picture(int height, int width, int channels, byte[] data) {
  /** What a struct has at least. */
  static final Set<String> FIELDS = Set.of("height", "width", "nChannels", "mode", "data");

  private static final String NAME = "image";
  private static final int RGB = 3;
  private static final int MOST_PIXELS = Integer.MAX_VALUE / 4;

  static Picture of(Row image) {
    for (String field : FIELDS) {
      if (image.isNullAt(image.fieldIndex(field))) {
        throw new MalformedFileException(NAME, "its " + field + " is null", null);
      }
    }
    return new Picture(
        image.<Integer>getAs("height"),
        image.<Integer>getAs("width"),
        image.<Integer>getAs("nChannels"),
        image.<byte[]>getAs("data"));
  }

  /** The same in Graft's order. */
  Pixels pixels() {
    long pixels = (long) height * width;
    boolean known = channels == 1 || channels == RGB || channels == RGB + 1;
    if (!known || height < 1 || width < 1 || data.length != pixels * channels) {
      throw new MalformedFileException(
          NAME,
          String.format(
              "%d bytes for %dx%d pixels of %d channels; of what it cannot decode Spark says -1",
              data.length, width, height, channels),
          null);
    }
    if (pixels > MOST_PIXELS) {
      throw new MalformedFileException(NAME, pixels + " pixels, more than are taken", null);
    }
    byte[] rgb = new byte[(int) pixels * RGB];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int c = 0; c < RGB; c++) {
        int from = channels == 1 ? 0 : RGB - 1 - c;
        rgb[pixel * RGB + c] = data[pixel * channels + from];
      }
    }
    return new Pixels(width, height, rgb);
  }
}
