package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.plan.Arithmetic;
import org.graft.plan.Concat;
import org.graft.plan.Elementwise;
import org.graft.plan.MatMul;
import org.graft.plan.ScaledAdd;
import org.graft.plan.Shape;

/** What joins several: ONNX Add, Mul, …, Concat, MatMul. */
final class JoinLayers {
  private JoinLayers() {}

  static Flow joined(Elementwise layer, Sheet sheet) {
    List<Flow> inputs = alike(sheet);
    String type =
        switch (layer.arithmetic()) {
          case ADD, AVERAGE -> "Add";
          case SUBTRACT -> "Sub";
          case MULTIPLY -> "Mul";
          case DIVIDE -> "Div";
          case MAXIMUM -> "Max";
          case MINIMUM -> "Min";
        };
    Flow joined = inputs.get(0);
    for (Flow other : inputs.subList(1, inputs.size())) {
      joined = both(sheet, type, joined, other);
    }
    return layer.arithmetic() == Arithmetic.AVERAGE
        ? sheet.each("Mul", joined, sheet.number("share", 1.0 / inputs.size()))
        : joined;
  }

  private static Flow both(Sheet sheet, String type, Flow one, Flow other) {
    Shape shape = one.shape().broadcast(other.shape());
    return sheet.made(type, shape, one.last(), List.of(one.value(), other.value()));
  }

  /** All that comes in with as many axes, in one order: channels first if one of them has that. */
  private static List<Flow> alike(Sheet sheet) {
    int rank = sheet.out().rank();
    List<Flow> inputs = new ArrayList<>();
    boolean last = true;
    for (int i = 0; i < sheet.layer().inputs().size(); i++) {
      Flow in = sheet.plan().in(sheet.layer(), i);
      Flow wide = in.shape().rank() == rank ? in : sheet.reshaped(in, in.shape().widened(rank));
      inputs.add(wide);
      last &= wide.last();
    }
    boolean natural = last;
    return inputs.stream()
        .map(f -> natural ? sheet.plan().last(f) : sheet.plan().first(f))
        .toList();
  }

  static Flow scaledAdd(ScaledAdd layer, Sheet sheet) {
    List<Flow> inputs = alike(sheet);
    Flow scaled = sheet.each("Mul", inputs.get(1), sheet.number("scale", layer.scale()));
    return both(sheet, "Add", inputs.get(0), scaled);
  }

  static Flow concat(Concat layer, Sheet sheet) {
    List<Flow> inputs = alike(sheet);
    Flow first = inputs.get(0);
    int axis = first.carriedAxis(first.shape().place(layer.axis()) + 1);
    List<String> values = inputs.stream().map(Flow::value).toList();
    return sheet.made("Concat", sheet.out(), first.last(), values, new Int("axis", axis));
  }

  /** Of two sequences, or several, or of two vectors, which is one number. */
  static Flow product(MatMul layer, Sheet sheet) {
    Flow first = sheet.last(0);
    Flow second = sheet.last(1);
    if (first.shape().rank() == 1) {
      Flow products = sheet.each("Mul", first, second.value());
      String axes = sheet.builder().integers("axes", 1);
      return sheet.made("ReduceSum", sheet.out(), List.of(products.value(), axes));
    }
    List<String> inputs =
        List.of(
            layer.turnsFirst() ? turned(sheet, first) : first.value(),
            layer.turnsSecond() ? turned(sheet, second) : second.value());
    return sheet.made("MatMul", sheet.out(), true, inputs);
  }

  /** With the last two axes swapped. */
  static String turned(Sheet sheet, Flow sequence) {
    int[] axes = sequence.shape().axes();
    int last = axes.length - 1;
    axes[last] = sequence.shape().axis(-2);
    axes[last - 1] = sequence.shape().axis(-1);
    long[] order = LongStream.rangeClosed(0, last + 1).toArray();
    order[last] = last + 1L;
    order[last + 1] = last;
    Ints perm = new Ints("perm", order);
    List<String> inputs = List.of(sequence.value());
    return sheet.made("Transpose", new Shape(axes), true, inputs, perm).value();
  }
}
