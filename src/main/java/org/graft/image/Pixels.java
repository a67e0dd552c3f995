package org.graft.image;

/**
 * A decoded image.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param rgb {@code [height, width, 3]} uint8, RGB, row by row from the top
 */
public record Pixels(int width, int height, byte[] rgb) {
  static final int CHANNELS = 3;

  public Pixels {
    if (width < 1 || height < 1 || rgb.length != (long) CHANNELS * width * height) {
      throw new IllegalArgumentException(
          rgb.length + " bytes for an image of " + width + "x" + height + " RGB pixels");
    }
  }
}
