package org.graft.export.onnx;

import java.util.List;
import org.graft.export.onnx.OnnxGraph.Attribute;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.plan.Resize2d;
import org.graft.plan.Resize2d.ResizeMethod;
import org.graft.plan.Shape;
import org.graft.plan.Taps;
import org.graft.plan.Tensor;
import org.graft.plan.UpSample2d;

/** Maps of another size. What is not repeated is gathered and blended axis by axis. */
final class ResizeLayers {
  private static final int ROWS = 1;
  private static final int COLUMNS = 2;

  private ResizeLayers() {}

  static Flow upSampled(UpSample2d layer, Sheet sheet) {
    Flow in = sheet.first();
    if (layer.interpolation() != ResizeMethod.NEAREST) {
      return resized(layer.resize(in.shape()), sheet);
    }
    float[] scales = {1, 1, layer.times().height(), layer.times().width()};
    List<String> inputs = List.of(in.value(), "", sheet.constant("scales", Tensor.vector(scales)));
    Attribute[] settings = ShapeOps.REPEATED.toArray(Attribute[]::new);
    return sheet.made("Resize", sheet.out(), inputs, settings);
  }

  /** Columns first, as TensorFlow does. */
  static Flow resized(Resize2d layer, Sheet sheet) {
    Flow in = sheet.first();
    Shape shape = in.shape();
    Flow around = moved(sheet, in, -layer.fill());
    Flow wide = resized(layer, sheet, around, COLUMNS, Taps.Axis.columns(layer, shape));
    Flow whole = resized(layer, sheet, wide, ROWS, Taps.Axis.rows(layer, shape));
    return moved(sheet, whole, layer.fill());
  }

  private static Flow moved(Sheet sheet, Flow flow, double by) {
    return by == 0 ? flow : sheet.each("Add", flow, sheet.number("fill", by));
  }

  private static Flow resized(Resize2d layer, Sheet sheet, Flow in, int axis, Taps.Axis own) {
    if (Taps.isMatrix(layer, own)) {
      return product(sheet, in, axis, Taps.matrix(layer, own), own);
    }
    List<Taps.Tap> taps = Taps.of(layer, own);
    if (layer.interpolation() == ResizeMethod.BICUBIC) {
      return taps.stream()
          .map(tap -> weighed(sheet, taken(sheet, in, axis, own.length(), tap), axis, tap))
          .reduce((sum, part) -> sheet.each("Add", sum, part.value()))
          .orElseThrow();
    }
    Flow first = taken(sheet, in, axis, own.length(), taps.get(0));
    if (taps.size() == 1) {
      return first;
    }
    Flow second = taken(sheet, in, axis, own.length(), taps.get(1));
    Flow step = sheet.each("Sub", second, first.value());
    return sheet.each("Add", first, weighed(sheet, step, axis, taps.get(1)).value());
  }

  /** By a matrix {@code [from, to]}, which stands on the left: it is no weight to be quantised. */
  private static Flow product(Sheet sheet, Flow in, int axis, float[] matrix, Taps.Axis own) {
    String name = axis == ROWS ? "rows" : "columns";
    Tensor stored = new Tensor(matrix, own.length(), own.to());
    String left = sheet.constant(name, Sheet.turned(stored, 1, 0));
    if (axis == ROWS) {
      Shape shape = new Shape(own.to(), in.shape().width(), in.shape().channels());
      return sheet.made("MatMul", shape, List.of(left, in.value()));
    }
    Shape shape = new Shape(own.to(), in.shape().height(), in.shape().channels());
    Flow turned = turned(sheet, in);
    return turned(sheet, sheet.made("MatMul", shape, List.of(left, turned.value())));
  }

  /** Rows and columns swapped. */
  private static Flow turned(Sheet sheet, Flow in) {
    Shape swapped = new Shape(in.shape().width(), in.shape().height(), in.shape().channels());
    Ints perm = new Ints("perm", 0, 1, 3, 2);
    return sheet.made("Transpose", swapped, List.of(in.value()), perm);
  }

  private static Flow taken(Sheet sheet, Flow in, int axis, int from, Taps.Tap tap) {
    return Taps.isWhole(from, tap.places()) ? in : AxisLayers.taken(sheet, in, axis, tap.places());
  }

  /** By one number for each row or column. */
  private static Flow weighed(Sheet sheet, Flow flow, int axis, Taps.Tap tap) {
    float[] shares = tap.counted();
    int count = shares.length;
    int[] shape = axis == ROWS ? new int[] {count, 1} : new int[] {1, count};
    return sheet.each("Mul", flow, sheet.constant("shares", new Tensor(shares, shape)));
  }
}
