package org.graft.image;

/** Weighs the pixels that the taps of both axes choose. */
record Resampler(Pixels image, ResampleTaps rows, ResampleTaps columns) {
  private static final int CHANNELS = Pixels.CHANNELS;

  /** {@code [rows.targets(), columns.targets(), 3]} float32, RGB. */
  static float[] resize(Pixels image, ResampleTaps rows, ResampleTaps columns) {
    Resampler resampler = new Resampler(image, rows, columns);
    float[] out = new float[rows.targets() * columns.targets() * CHANNELS];
    for (int y = 0; y < rows.targets(); y++) {
      for (int i = y * rows.each(); i < (y + 1) * rows.each(); i++) {
        resampler.addRow(i, out, y * columns.targets() * CHANNELS);
      }
    }
    return out;
  }

  /** Adds one source row's part, weighed, to the target row that begins at {@code to}. */
  private void addRow(int rowTap, float[] out, int to) {
    byte[] rgb = image.rgb();
    int from = rows.indices()[rowTap] * image.width();
    float rowWeight = rows.weights()[rowTap];
    int tap = 0;
    for (int x = 0; x < columns.targets(); x++) {
      float red = 0;
      float green = 0;
      float blue = 0;
      for (int t = 0; t < columns.each(); t++, tap++) {
        int at = (from + columns.indices()[tap]) * CHANNELS;
        float weight = columns.weights()[tap];
        red += weight * (rgb[at] & 0xff);
        green += weight * (rgb[at + 1] & 0xff);
        blue += weight * (rgb[at + 2] & 0xff);
      }
      int pixel = to + x * CHANNELS;
      out[pixel] += rowWeight * red;
      out[pixel + 1] += rowWeight * green;
      out[pixel + 2] += rowWeight * blue;
    }
  }
}
