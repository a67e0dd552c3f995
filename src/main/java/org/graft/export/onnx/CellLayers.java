package org.graft.export.onnx;

import java.util.List;
import org.graft.plan.Affine;
import org.graft.plan.Dense;
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

  static Flow rescaled(Rescale layer, Sheet s) {
    Flow in = s.in();
    Flow scaled =
        layer.scales() ? s.each("Mul", in, s.channels("scale", in, layer.affine().scale())) : in;
    return layer.moves()
        ? s.each("Add", scaled, s.channels("offset", in, layer.affine().shift()))
        : scaled;
  }

  /** What comes in and a parameter of as many axes, or fewer, joined by an operation. */
  static Flow by(String operation, String parameter, Sheet sheet) {
    Flow in = sheet.in();
    return sheet.each(operation, in, sheet.beside(parameter, in, sheet.weight(parameter)));
  }
}
