package org.graft.image;

/** Weighs the pixels that the taps of both axes choose. */
final class Resampler {
  private static final int CHANNELS = Pixels.CHANNELS;

  private Resampler() {}

  /** {@code [rows.targets(), columns.targets(), 3]} float32, RGB. */
  static float[] resize(Pixels image, Taps rows, Taps columns) {
    float[] out = new float[rows.targets() * columns.targets() * CHANNELS];
    int to = 0;
    for (int y = 0; y < rows.targets(); y++) {
      for (int x = 0; x < columns.targets(); x++) {
        for (int c = 0; c < CHANNELS; c++) {
          out[to++] = value(image, rows, y, columns, x, c);
        }
      }
    }
    return out;
  }

  private static float value(Pixels image, Taps rows, int y, Taps columns, int x, int channel) {
    byte[] rgb = image.rgb();
    float sum = 0;
    for (int i = y * rows.each(); i < (y + 1) * rows.each(); i++) {
      int row = rows.indices()[i] * image.width();
      float rowSum = 0;
      for (int j = x * columns.each(); j < (x + 1) * columns.each(); j++) {
        int pixel = row + columns.indices()[j];
        rowSum += columns.weights()[j] * (rgb[pixel * CHANNELS + channel] & 0xff);
      }
      sum += rows.weights()[i] * rowSum;
    }
    return sum;
  }
}
