package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.List;
import org.graft.card.Layout;
import org.graft.card.PixelType;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.export.onnx.OnnxGraph.Value;
import org.graft.image.Interpolation;
import org.graft.plan.Shape;

/**
 * From what a file takes to the carried map that the network reads.
 *
 * @param shape of the images that the network takes
 */
record InputRule(OnnxInput input, Shape shape, GraphBuilder builder) {
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;
  private static final float MOST = 255;
  private static final float HALF = 0.5f;

  /** What the file takes. */
  Value value() {
    boolean bytes = input.pixels() == PixelType.UINT8;
    List<Dimension> axes = isCarried() ? carried(sides()) : sides();
    return new Value(OnnxOptions.IMAGE, bytes ? Element.UINT8 : Element.FLOAT, axes);
  }

  /** Adds the nodes for it: to numbers, to the carried order, to the network's size. */
  Flow carried() {
    builder.enter(OnnxOptions.IMAGE);
    String value = OnnxOptions.IMAGE;
    if (input.pixels() == PixelType.UINT8) {
      Int to = new Int("to", Element.FLOAT.code());
      value = builder.node("Cast", List.of(value), value().shape(), to);
    }
    if (!isCarried()) {
      Ints perm = new Ints("perm", Flow.TO_NCHW);
      value = builder.node("Transpose", List.of(value), carried(sides()), perm);
    }
    return input.resize().isPresent()
        ? resized(value, input.resize().get())
        : new Flow(value, shape);
  }

  /** Rounded half up to whole levels, as images are in training. */
  private Flow resized(String value, Interpolation interpolation) {
    String sides = builder.list(Element.INT64, "Shape", List.of(value), 4);
    builder.enter(OnnxOptions.IMAGE + "/rows");
    List<ResizeRule.Tap> rows =
        new ResizeRule(builder, interpolation, HEIGHT, shape.height()).taps(sides);
    builder.enter(OnnxOptions.IMAGE + "/columns");
    List<ResizeRule.Tap> columns =
        new ResizeRule(builder, interpolation, WIDTH, shape.width()).taps(sides);
    builder.enter(OnnxOptions.IMAGE);
    Flow sum = sum(value, rows, columns);
    if (interpolation == Interpolation.NEAREST) {
      return sum;
    }
    List<String> moved = List.of(sum.value(), builder.number("half", HALF));
    Flow levels = builder.flow("Floor", List.of(builder.flow("Add", moved, shape).value()), shape);
    String least = builder.number("least", 0);
    String most = builder.number("most", MOST);
    return builder.flow("Clip", List.of(levels.value(), least, most), shape);
  }

  /** Row by row what the columns weigh, and that by the row's weight. */
  private Flow sum(String value, List<ResizeRule.Tap> rows, List<ResizeRule.Tap> columns) {
    List<Dimension> strip = new ArrayList<>(carried(sides()));
    strip.set(HEIGHT, Dimension.of(shape.height()));
    Int down = new Int("axis", HEIGHT);
    List<Flow> parts = new ArrayList<>();
    for (ResizeRule.Tap row : rows) {
      String pixels = builder.node("Gather", List.of(value, row.index()), strip, down);
      Flow part = sum(pixels, columns);
      parts.add(row.weight().isEmpty() ? part : weighed(part, column(row)));
    }
    return sum(parts);
  }

  private Flow sum(String rows, List<ResizeRule.Tap> columns) {
    Int across = new Int("axis", WIDTH);
    List<Flow> parts = new ArrayList<>();
    for (ResizeRule.Tap tap : columns) {
      Flow pixels = builder.flow("Gather", List.of(rows, tap.index()), shape, across);
      parts.add(tap.weight().isEmpty() ? pixels : weighed(pixels, tap.weight()));
    }
    return sum(parts);
  }

  private Flow sum(List<Flow> parts) {
    return parts.stream()
        .reduce((a, b) -> builder.flow("Add", List.of(a.value(), b.value()), shape))
        .orElseThrow();
  }

  private Flow weighed(Flow part, String weights) {
    return builder.flow("Mul", List.of(part.value(), weights), shape);
  }

  /** The weights of the rows beside a map. */
  private String column(ResizeRule.Tap row) {
    List<Dimension> axes = List.of(Dimension.of(shape.height()), Dimension.of(1));
    String target = builder.integers("column", shape.height(), 1);
    return builder.node("Reshape", List.of(row.weight(), target), axes);
  }

  private boolean isCarried() {
    return input.layout() == Layout.NCHW;
  }

  private List<Dimension> sides() {
    List<Dimension> sides = new ArrayList<>(Flow.natural(shape));
    if (input.resize().isPresent()) {
      sides.set(1, Dimension.HEIGHT);
      sides.set(2, Dimension.WIDTH);
    }
    return sides;
  }

  private static List<Dimension> carried(List<Dimension> sides) {
    return Flow.TO_NCHW.stream().map(axis -> sides.get(axis.intValue())).toList();
  }
}
