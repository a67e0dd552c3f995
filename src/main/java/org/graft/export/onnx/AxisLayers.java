package org.graft.export.onnx;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.plan.GlobalPool;
import org.graft.plan.Permute;
import org.graft.plan.Reduce;
import org.graft.plan.Reduction;
import org.graft.plan.ReverseChannels;
import org.graft.plan.Select;
import org.graft.plan.Shape;

/** What names axes: ONNX GlobalAveragePool, ReduceMean, Transpose, Gather, …. */
final class AxisLayers {
  /** Up to this many channels are reordered by Split and Concat, which more readers know. */
  private static final int FEW_CHANNELS = 4;

  private AxisLayers() {}

  /** For maps there is an operator of its own, which more readers know. */
  static Flow globalPool(GlobalPool layer, Sheet sheet) {
    Flow in = sheet.first();
    boolean greatest = layer.reduction() == Reduction.MAX;
    if (in.last()) {
      int[] axes = IntStream.range(1, in.shape().rank()).toArray();
      String type = greatest ? "ReduceMax" : "ReduceMean";
      return reduced(sheet, in, type, layer.keepAxes(), axes);
    }
    String type = greatest ? "GlobalMaxPool" : "GlobalAveragePool";
    Flow cell = sheet.made(type, Shape.square(1, in.shape().channels()), List.of(in.value()));
    return layer.keepAxes() ? cell : sheet.made("Flatten", sheet.out(), List.of(cell.value()));
  }

  static Flow reduced(Reduce layer, Sheet sheet) {
    String type =
        switch (layer.statistic()) {
          case MEAN -> "ReduceMean";
          case SUM -> "ReduceSum";
          case MAX -> "ReduceMax";
          case MIN -> "ReduceMin";
        };
    int[] axes = layer.axes().stream().mapToInt(a -> a).toArray();
    Flow in = layer.keepAxes() ? sheet.in() : sheet.last(0);
    return reduced(sheet, in, type, layer.keepAxes(), axes);
  }

  private static Flow reduced(Sheet sheet, Flow in, String type, boolean keep, int... axes) {
    long[] carried = IntStream.of(axes).map(in::carriedAxis).sorted().asLongStream().toArray();
    return sheet.reduced(type, in, sheet.out(), keep, carried);
  }

  /** From carried axes to the plan's, to their new order, to carried axes. */
  static Flow permuted(Permute layer, Sheet sheet) {
    Flow in = sheet.in();
    Flow out = new Flow("", sheet.out());
    long[] carried = new long[layer.order().size() + 1];
    for (int axis = 1; axis < carried.length; axis++) {
      carried[out.carriedAxis(axis)] = in.carriedAxis(layer.order().get(axis - 1));
    }
    Ints perm = new Ints("perm", carried);
    return sheet.made("Transpose", sheet.out(), List.of(in.value()), perm);
  }

  static Flow reversed(ReverseChannels layer, Sheet sheet) {
    return splitAndJoined(sheet, sheet.first(), List.of(2, 1, 0));
  }

  /** Some places of an axis; few channels in another order by what more readers know. */
  static Flow selected(Select layer, Sheet sheet) {
    Flow in = sheet.in();
    boolean channels = in.isMap() && layer.axis() == in.shape().rank();
    return channels && in.shape().channels() <= FEW_CHANNELS
        ? splitAndJoined(sheet, sheet.plan().first(in), layer.indices())
        : taken(sheet, in, layer.axis(), layer.indices().stream().mapToInt(i -> i).toArray());
  }

  private static Flow splitAndJoined(Sheet sheet, Flow in, List<Integer> order) {
    Int axis = new Int("axis", Flow.CHANNELS);
    Shape one = new Shape(in.shape().height(), in.shape().width(), 1);
    List<List<Dimension>> shapes = Collections.nCopies(in.shape().channels(), Flow.carried(one));
    List<String> parts =
        sheet.builder().nodes(Element.FLOAT, "Split", List.of(in.value()), shapes, axis);
    List<String> ordered = order.stream().map(parts::get).toList();
    return sheet.made("Concat", sheet.out(), ordered, axis);
  }

  /** Some places of an axis, counted with the batch. */
  static Flow taken(Sheet sheet, Flow in, int axis, int... places) {
    int[] axes = in.shape().axes();
    axes[axis - 1] = places.length;
    long[] indices = IntStream.of(places).asLongStream().toArray();
    return sheet.made(
        "Gather",
        new Shape(axes),
        in.last(),
        List.of(in.value(), sheet.builder().integers("indices", indices)),
        new Int("axis", in.carriedAxis(axis)));
  }
}
