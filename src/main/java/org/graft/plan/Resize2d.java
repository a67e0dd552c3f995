package org.graft.plan;

/**
 * A map brought to other rows and columns, with TensorFlow's arithmetic ({@code
 * image_resizer_state.h}): no antialiasing.
 *
 * @param target rows and columns of the result
 */
public record Resize2d(
    String name, String input, Size2d target, Interpolation interpolation, Grid grid)
    implements Unary {

  /** How a value between cells is found. */
  public enum Interpolation {
    NEAREST,
    BILINEAR,
    /** Keys' kernel with a = -0.5 of cells within the map, at distances rounded to 1/1024. */
    BICUBIC
  }

  /** Where cell {@code i} of {@code out} lies among {@code in} cells. */
  public enum Grid {
    /** {@code i * in / out}, TensorFlow 1's. */
    CORNERS,
    /** {@code i * (in - 1) / (out - 1)}: {@code align_corners}. */
    ALIGNED,
    /** {@code (i + 0.5) * in / out - 0.5}: {@code half_pixel_centers}. */
    CENTRES
  }

  @Override
  public Shape outputShape(Shape in) {
    return in.isEmpty() ? in : new Shape(target.height(), target.width(), in.channels());
  }

  @Override
  public Resize2d reading(String source) {
    return new Resize2d(name, source, target, interpolation, grid);
  }
}
