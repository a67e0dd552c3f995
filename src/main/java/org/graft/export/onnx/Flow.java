package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.List;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.plan.Shape;

/**
 * What a layer gives, on its way through the ONNX graph.
 *
 * @param value name of the ONNX value that holds it
 * @param shape one example's shape, as the plan has it
 * @param last whether the axes are in the plan's order; otherwise it is a map {@code [height,
 *     width, channels]} that is carried as {@code [batch, channels, height, width]}
 */
record Flow(String value, Shape shape, boolean last) {
  /** Axis of a carried map's channels. */
  static final int CHANNELS = 1;

  /** Axes of a carried map in the order {@code [batch, height, width, channels]}. */
  static final List<Long> TO_NHWC = List.of(0L, 2L, 3L, 1L);

  /** Axes of {@code [batch, height, width, channels]} in the order of a carried map. */
  static final List<Long> TO_NCHW = List.of(0L, 3L, 1L, 2L);

  /** A map as it is carried, anything else as is. */
  Flow(String value, Shape shape) {
    this(value, shape, !shape.isMap());
  }

  boolean isMap() {
    return shape.isMap();
  }

  /** Whether the values lie in memory in the plan's order, whatever the axes are called. */
  boolean isFlat() {
    return last || (shape.height() == 1 && shape.width() == 1);
  }

  /** Where an axis of the plan's, counted with the batch or from the end, is carried. */
  int carriedAxis(int axis) {
    int absolute = axis < 0 ? axis + shape.rank() + 1 : axis;
    return last ? absolute : TO_NCHW.indexOf((long) absolute);
  }

  static List<Dimension> axes(Shape shape, boolean last) {
    return last ? natural(shape) : carried(shape);
  }

  /** The ONNX shape of a carried layer of {@code shape}. */
  static List<Dimension> carried(Shape shape) {
    List<Dimension> natural = natural(shape);
    return shape.isMap() ? TO_NCHW.stream().map(a -> natural.get(a.intValue())).toList() : natural;
  }

  /** The plan's own order of axes, with the batch. */
  static List<Dimension> natural(Shape shape) {
    List<Dimension> dimensions = new ArrayList<>(List.of(Dimension.BATCH));
    for (int axis : shape.axes()) {
      dimensions.add(Dimension.of(axis));
    }
    return dimensions;
  }
}
