package org.graft.plan;

import org.graft.storage.OrDefault;
import org.graft.storage.OrNull;

/**
 * A map brought to other rows and columns, with TensorFlow's arithmetic ({@code
 * image_resizer_state.h}, {@code scale_and_translate_op.cc}, {@code resize_area_op.cc}).
 *
 * @param target rows and columns of the result
 * @param antialias whether what becomes smaller is blurred by a kernel as much wider; not stated in
 *     older plans, which did not
 * @param aspect how height and width keep their proportion; {@code null} where each is stretched by
 *     itself
 */
public record Resize2d(
    String name,
    String input,
    Size2d target,
    ResizeMethod interpolation,
    CellGrid grid,
    @OrDefault Boolean antialias,
    @OrNull Aspect aspect)
    implements Unary {
  public Resize2d {
    boolean blurs = interpolation != ResizeMethod.NEAREST && interpolation != ResizeMethod.AREA;
    antialias = antialias != null && antialias && blurs;
  }

  /** Without antialiasing, each axis by itself. */
  public Resize2d(
      String name, String input, Size2d target, ResizeMethod interpolation, CellGrid grid) {
    this(name, input, target, interpolation, grid, false, null);
  }

  /** How a value between cells is found. */
  public enum ResizeMethod {
    NEAREST,
    BILINEAR,
    /** Keys' kernel at distances rounded to 1/1024: a = -0.5 at centres, -0.75 otherwise. */
    BICUBIC,
    /** {@code sin(x) / x} under another of 3 times its width (Duchon 1979). */
    LANCZOS3,
    /** The same of 5 times its width. */
    LANCZOS5,
    /** A bell of radius 1.5 and a third of that as deviation. */
    GAUSSIAN,
    /** Mitchell and Netravali 1988, B = C = 1/3. */
    MITCHELLCUBIC,
    /** The mean of what a cell of the result covers. */
    AREA
  }

  /** Where cell {@code i} of {@code out} lies among {@code in} cells. */
  public enum CellGrid {
    /** {@code i * in / out}, TensorFlow 1's. */
    CORNERS,
    /** {@code i * (in - 1) / (out - 1)}: {@code align_corners}. */
    ALIGNED,
    /** {@code (i + 0.5) * in / out - 0.5}: {@code half_pixel_centers}. */
    CENTRES
  }

  /**
   * What a map of other proportions than the target's loses or gains before it is resized, on both
   * sides alike: Keras' {@code crop_to_aspect_ratio} and {@code pad_to_aspect_ratio}.
   *
   * @param pads whether it is filled up, not cut
   * @param fill with which value
   */
  public record Aspect(boolean pads, double fill) {
    /** Cut to the target's proportions. */
    public static final Aspect CROPPED = new Aspect(false, 0);
  }

  @Override
  public Shape outputShape(Shape in) {
    return in.isEmpty() ? in : new Shape(target.height(), target.width(), in.channels());
  }

  /** What is put around the map is subtracted before, and added behind; 0 for nothing. */
  public double fill() {
    return aspect != null && aspect.pads() ? aspect.fill() : 0;
  }
}
