package org.graft.source.tensorflow.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All operations that are computed one by one. */
public final class Kernels {
  private static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.putAll(UnaryKernels.TABLE);
    TABLE.putAll(BinaryKernels.TABLE);
    TABLE.putAll(ReductionKernels.TABLE);
    TABLE.putAll(ShapeKernels.TABLE);
    TABLE.putAll(PartKernels.TABLE);
    TABLE.putAll(BorderKernels.TABLE);
    TABLE.putAll(ConvolutionKernels.TABLE);
    TABLE.putAll(ProductKernels.TABLE);
    TABLE.putAll(PoolKernels.TABLE);
    TABLE.putAll(NormalizationKernels.TABLE);
    TABLE.putAll(ResizeKernels.TABLE);
    TABLE.putAll(ScaleKernels.TABLE);
    TABLE.putAll(QuantizationKernels.TABLE);
  }

  private Kernels() {}

  public static Optional<Kernel> find(String op) {
    return Optional.ofNullable(TABLE.get(op));
  }

  public static Set<String> operations() {
    return Set.copyOf(TABLE.keySet());
  }
}
