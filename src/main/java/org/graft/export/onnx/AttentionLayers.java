package org.graft.export.onnx;

import static org.graft.plan.MultiHeadAttention.KEY;
import static org.graft.plan.MultiHeadAttention.OUTPUT;
import static org.graft.plan.MultiHeadAttention.QUERY;
import static org.graft.plan.MultiHeadAttention.VALUE;

import java.util.List;
import java.util.stream.LongStream;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.plan.MultiHeadAttention;
import org.graft.plan.Shape;
import org.graft.plan.SingleHeadAttention;
import org.graft.plan.SingleHeadAttention.AttentionScore;
import org.graft.plan.Tensor;

/** Attention in products, all heads at once. */
final class AttentionLayers {
  private AttentionLayers() {}

  /** Queries {@code [heads, cells, size]} by keys {@code [heads, size, cells]}. */
  static Flow multiHead(MultiHeadAttention layer, Sheet sheet) {
    Flow query = head(layer, sheet, QUERY, 0, 0, 2, 1, 3);
    query = sheet.each("Mul", query, sheet.number("scale", 1 / Math.sqrt(layer.keySize())));
    Flow key = head(layer, sheet, KEY, 2, 0, 2, 3, 1);
    Flow value = head(layer, sheet, VALUE, 1, 0, 2, 1, 3);
    int queries = query.shape().axis(1);
    Shape pairs = new Shape(layer.heads(), queries, key.shape().axis(2));
    Flow scores = natural(sheet, "MatMul", pairs, query.value(), key.value());
    Flow shares = sheet.with("Softmax", scores, new Int("axis", -1));
    Shape each = new Shape(layer.heads(), queries, layer.valueSize());
    Flow found = natural(sheet, "MatMul", each, shares.value(), value.value());
    Shape beside = new Shape(queries, layer.heads(), layer.valueSize());
    Flow turned = transposed(sheet, found, beside, 0, 2, 1, 3);
    Flow joined = reshaped(sheet, turned, new Shape(queries, layer.heads() * layer.valueSize()));
    int width = sheet.out().channels();
    Flow all = projected(layer, sheet, OUTPUT, joined, width);
    return all.shape().equals(sheet.out()) ? all : reshaped(sheet, all, sheet.out());
  }

  /** One projection, its axes in an order of all heads. */
  private static Flow head(
      MultiHeadAttention layer, Sheet sheet, String part, int input, long... order) {
    int size = part.equals(VALUE) ? layer.valueSize() : layer.keySize();
    Flow in = sheet.last(input);
    int width = in.shape().channels();
    int cells = in.shape().size() / width;
    Flow rows = in.shape().rank() == 2 ? in : reshaped(sheet, in, new Shape(cells, width));
    Flow made = projected(layer, sheet, part, rows, layer.heads() * size);
    Flow parted = reshaped(sheet, made, new Shape(cells, layer.heads(), size));
    int[] axes =
        LongStream.of(order).skip(1).mapToInt(a -> parted.shape().axis((int) a - 1)).toArray();
    return transposed(sheet, parted, new Shape(axes), order);
  }

  private static Flow projected(
      MultiHeadAttention layer, Sheet sheet, String part, Flow rows, int width) {
    String name = MultiHeadAttention.kernel(part);
    Tensor kernel = sheet.weight(name);
    Tensor flat = new Tensor(kernel.values(), kernel.size() / width, width);
    Shape shape = new Shape(rows.shape().axis(0), width);
    Flow product = natural(sheet, "MatMul", shape, rows.value(), sheet.constant(name, flat));
    if (!layer.bias()) {
      return product;
    }
    String bias = MultiHeadAttention.bias(part);
    Tensor added = Tensor.vector(sheet.weight(bias).values());
    return sheet.each("Add", product, sheet.constant(bias, added));
  }

  static Flow singleHead(SingleHeadAttention layer, Sheet sheet) {
    Flow query = sheet.last(0);
    Flow value = sheet.last(1);
    Flow key = sheet.last(2);
    Flow scores =
        layer.score() == AttentionScore.DOT
            ? products(layer, sheet, query, key)
            : sums(layer, sheet, query, key);
    Flow shares = sheet.with("Softmax", scores, new Int("axis", -1));
    return natural(sheet, "MatMul", sheet.out(), shares.value(), value.value());
  }

  private static Flow products(SingleHeadAttention layer, Sheet sheet, Flow query, Flow key) {
    Shape pairs = new Shape(query.shape().axis(0), key.shape().axis(0));
    Flow scores = natural(sheet, "MatMul", pairs, query.value(), JoinLayers.turned(sheet, key));
    return layer.scaled()
        ? sheet.each("Mul", scores, sheet.parameter(SingleHeadAttention.SCALE))
        : scores;
  }

  /** Each query beside each key: {@code [queries, keys, width]}. */
  private static Flow sums(SingleHeadAttention layer, Sheet sheet, Flow query, Flow key) {
    int queries = query.shape().axis(0);
    int keys = key.shape().axis(0);
    int width = key.shape().channels();
    Flow rows = reshaped(sheet, query, new Shape(queries, 1, width));
    Flow columns = reshaped(sheet, key, new Shape(1, keys, width));
    Flow both =
        natural(sheet, "Add", new Shape(queries, keys, width), rows.value(), columns.value());
    boolean additive = layer.score() == AttentionScore.ADDITIVE;
    boolean scaled = layer.scaled();
    String scale = scaled ? sheet.parameter(SingleHeadAttention.SCALE) : "";
    Flow tanh = sheet.with("Tanh", scaled && !additive ? sheet.each("Mul", both, scale) : both);
    Flow weighed = scaled && additive ? sheet.each("Mul", tanh, scale) : tanh;
    Flow scores = sheet.reduced("ReduceSum", weighed, new Shape(queries, keys), false, -1);
    return additive
        ? scores
        : sheet.each("Mul", scores, sheet.parameter(SingleHeadAttention.SCORE_WEIGHT));
  }

  private static Flow natural(Sheet sheet, String type, Shape shape, String... inputs) {
    return sheet.made(type, shape, true, List.of(inputs));
  }

  private static Flow transposed(Sheet sheet, Flow flow, Shape shape, long... order) {
    Ints perm = new Ints("perm", order);
    return sheet.made("Transpose", shape, true, List.of(flow.value()), perm);
  }

  private static Flow reshaped(Sheet sheet, Flow flow, Shape shape) {
    return sheet.behind("shape", flow.value(), shape);
  }
}
