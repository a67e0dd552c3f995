package org.graft.export.onnx;

import java.util.List;
import org.graft.plan.Affine;
import org.graft.plan.Dense;
import org.graft.plan.ElementScale;
import org.graft.plan.LayerScale;
import org.graft.plan.PRelu;
import org.graft.plan.PositionEmbedding;
import org.graft.plan.Rescale;
import org.graft.plan.Weights;

/** What multiplies and adds in each cell: ONNX MatMul, Mul, Add, PRelu. */
final class CellLayers {
  private CellLayers() {}

  /**
   * All values of the last axis by a kernel {@code [in, out]}; cells of maps by a window of one.
   */
  static Flow dense(Dense layer, Sheet sheet) {
    Flow sum = sheet.in().isMap() ? WindowLayers.cells(layer, sheet) : product(layer, sheet);
    return FunctionLayers.applied(sheet, sum, layer.activation());
  }

  private static Flow product(Dense layer, Sheet sheet) {
    List<String> inputs = List.of(sheet.in().value(), sheet.parameter(Weights.KERNEL));
    Flow product = sheet.made("MatMul", sheet.out(), inputs);
    return layer.bias() ? sheet.each("Add", product, sheet.parameter(Weights.BIAS)) : product;
  }

  static Flow affine(Sheet sheet, Affine affine) {
    Flow in = sheet.in();
    Flow scaled = sheet.each("Mul", in, sheet.channels("scale", in, affine.scale()));
    return sheet.each("Add", scaled, sheet.channels("shift", in, affine.shift()));
  }

  static Flow rescaled(Rescale layer, Sheet sheet) {
    Flow in = sheet.in();
    Flow scaled =
        isAll(1, layer.scale())
            ? in
            : sheet.each("Mul", in, sheet.channels("scale", in, array(layer.scale())));
    return isAll(0, layer.offset())
        ? scaled
        : sheet.each("Add", scaled, sheet.channels("offset", in, array(layer.offset())));
  }

  private static boolean isAll(float wanted, List<Float> values) {
    return values.stream().allMatch(value -> value == wanted);
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  static Flow layerScale(LayerScale layer, Sheet sheet) {
    Flow in = sheet.in();
    return sheet.each("Mul", in, sheet.beside(Weights.GAMMA, in, sheet.weight(Weights.GAMMA)));
  }

  static Flow elementScale(ElementScale layer, Sheet sheet) {
    Flow in = sheet.in();
    return sheet.each("Mul", in, sheet.beside(Weights.GAMMA, in, sheet.weight(Weights.GAMMA)));
  }

  static Flow position(PositionEmbedding layer, Sheet sheet) {
    Flow in = sheet.in();
    String embeddings = sheet.beside(Weights.EMBEDDINGS, in, sheet.weight(Weights.EMBEDDINGS));
    return sheet.each("Add", in, embeddings);
  }

  static Flow prelu(PRelu layer, Sheet sheet) {
    Flow in = sheet.in();
    return sheet.each("PRelu", in, sheet.beside(Weights.ALPHA, in, sheet.weight(Weights.ALPHA)));
  }
}
