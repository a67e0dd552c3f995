package org.graft.runtime;

import org.graft.card.Layout;
import org.graft.card.PixelType;

/**
 * The image input of a file.
 *
 * @param height rows, or {@link #ANY}
 * @param width columns, or {@link #ANY}
 */
public record ImageInput(
    String name, PixelType pixels, Layout layout, int height, int width, int channels) {
  /** Stands for a side that every batch may choose. */
  public static final int ANY = -1;

  /** Whether the file takes images of {@code rows} by {@code columns}. */
  public boolean takes(int rows, int columns) {
    return (height == ANY || height == rows) && (width == ANY || width == columns);
  }

  /** The shape of a batch of images. */
  public long[] shape(int batch, int rows, int columns) {
    return layout == Layout.NCHW
        ? new long[] {batch, channels, rows, columns}
        : new long[] {batch, rows, columns, channels};
  }

  /** From {@code [batch, height, width, channels]} to the file's order of axes. */
  float[] ordered(float[] images, int batch) {
    if (layout == Layout.NHWC) {
      return images;
    }
    float[] ordered = new float[images.length];
    int cells = images.length / batch / channels;
    for (int i = 0; i < batch; i++) {
      int image = i * cells * channels;
      for (int cell = 0; cell < cells; cell++) {
        for (int c = 0; c < channels; c++) {
          ordered[image + c * cells + cell] = images[image + cell * channels + c];
        }
      }
    }
    return ordered;
  }
}
