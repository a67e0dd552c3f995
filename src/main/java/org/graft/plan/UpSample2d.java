package org.graft.plan;

import org.graft.storage.OrDefault;

/**
 * A map {@code times.height()} as high and {@code times.width()} as wide: each cell repeated, or
 * what lies between them blended as in {@link Resize2d} with half-pixel centres. Keras {@code
 * UpSampling2D}.
 *
 * @param interpolation how; not stated in older plans, which repeat cells
 */
public record UpSample2d(
    String name, String input, Size2d times, @OrDefault Resize2d.ResizeMethod interpolation)
    implements Unary {
  public UpSample2d {
    interpolation = interpolation == null ? Resize2d.ResizeMethod.NEAREST : interpolation;
  }

  /** Each cell repeated. */
  public UpSample2d(String name, String input, Size2d times) {
    this(name, input, times, Resize2d.ResizeMethod.NEAREST);
  }

  @Override
  public Shape outputShape(Shape in) {
    return in.withSides(
        rows -> Math.multiplyExact(rows, times.height()),
        columns -> Math.multiplyExact(columns, times.width()));
  }

  /** The same as a change of size, for maps of known size. */
  public Resize2d resize(Shape in) {
    Shape out = outputShape(in);
    Size2d target = new Size2d(out.height(), out.width());
    return new Resize2d(name, input, target, interpolation, Resize2d.CellGrid.CENTRES);
  }
}
