package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.List;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.plan.Shape;

/**
 * A SameDiff variable on its way through the ONNX graph.
 *
 * @param value name of the ONNX value that holds it
 * @param shape one example's shape in SameDiff's axis order: a map {@code [height, width,
 *     channels]} is carried as {@code [batch, channels, height, width]}, anything else as is
 */
record Flow(String value, Shape shape) {
  /** Axis of a carried map's channels. */
  static final int CHANNELS = 1;

  /** Axes of a carried map in the order {@code [batch, height, width, channels]}. */
  static final List<Long> TO_NHWC = List.of(0L, 2L, 3L, 1L);

  /** Axes of {@code [batch, height, width, channels]} in the order of a carried map. */
  static final List<Long> TO_NCHW = List.of(0L, 3L, 1L, 2L);

  private static final int RANK_OF_MAP = 4;

  boolean isMap() {
    return shape.isMap();
  }

  /** Whether the values lie in memory as SameDiff has them, whatever the axes are called. */
  boolean isFlat() {
    return !isMap() || (shape.height() == 1 && shape.width() == 1);
  }

  /** Where an axis of SameDiff's array, counted with the batch or from the end, is carried. */
  int carriedAxis(int axis) {
    int rank = shape.rank() + 1;
    int absolute = axis < 0 ? axis + rank : axis;
    return rank == RANK_OF_MAP ? TO_NCHW.indexOf((long) absolute) : absolute;
  }

  /** The ONNX shape of a carried variable of {@code shape}. */
  static List<Dimension> carried(Shape shape) {
    List<Dimension> natural = natural(shape);
    return shape.isMap() ? TO_NCHW.stream().map(a -> natural.get(a.intValue())).toList() : natural;
  }

  /** SameDiff's own order of axes, with the batch. */
  static List<Dimension> natural(Shape shape) {
    List<Dimension> dimensions = new ArrayList<>(List.of(Dimension.BATCH));
    for (int axis : shape.axes()) {
      dimensions.add(Dimension.of(axis));
    }
    return dimensions;
  }
}
