package org.graft.image;

/**
 * A ground of one colour that a smaller image lies on; what reaches over its edge is cut off.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param left column of the image's first pixel
 * @param top row of it
 * @param colour red, green and blue as {@code 0xRRGGBB}
 */
record Ground(int width, int height, int left, int top, int colour) {
  Pixels with(Pixels image) {
    if (left == 0 && top == 0 && image.width() == width && image.height() == height) {
      return image;
    }
    byte[] rgb = new byte[Pixels.CHANNELS * width * height];
    for (int i = 0; colour != 0 && i < rgb.length; i++) {
      rgb[i] = (byte) (colour >> (16 - 8 * (i % Pixels.CHANNELS)));
    }
    int columns = Math.min(image.width(), width - left);
    int rows = Math.min(image.height(), height - top);
    for (int y = 0; columns > 0 && y < rows; y++) {
      System.arraycopy(
          image.rgb(),
          Pixels.CHANNELS * y * image.width(),
          rgb,
          Pixels.CHANNELS * ((top + y) * width + left),
          Pixels.CHANNELS * columns);
    }
    return new Pixels(width, height, rgb);
  }
}
