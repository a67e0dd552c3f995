package org.graft.tape;

import org.graft.plan.Activation;
import org.graft.plan.Tensor;

/** A convolution's kernel as minimal filters need it: for each product of a tile one matrix. */
final class FilteredKernel {
  private final Tiling tiling;
  private final Activation function;
  private final NativeArray memory;
  private final int inputs;
  private final int outputs;
  private final float[] bias;

  /**
   * @param function the convolution's
   * @param kernel {@code [height, width, inputs, outputs]}
   * @param bias one value an output, or {@code null}
   */
  FilteredKernel(Tiling tiling, Activation function, Tensor kernel, float... bias) {
    MinimalFilter down = tiling.down();
    MinimalFilter across = tiling.across();
    this.tiling = tiling;
    this.function = function;
    this.inputs = kernel.shape()[2];
    this.outputs = kernel.shape()[3];
    this.bias = bias;
    int size = inputs * outputs;
    this.memory = new NativeArray(Math.multiplyExact(tiling.products(), size));
    float[][] taps = taps(kernel.values(), down.taps() * across.taps(), size);
    float[][] rows = new float[across.taps()][size];
    float[] product = new float[size];
    Combination sum = new Combination();
    for (int i = 0; i < down.products(); i++) {
      for (int x = 0; x < rows.length; x++) {
        sum.clear();
        for (int y = 0; y < down.taps(); y++) {
          sum.add(down.g()[i][y], taps[y * rows.length + x]);
        }
        sum.into(rows[x], size);
      }
      for (int j = 0; j < across.products(); j++) {
        sum.clear();
        for (int x = 0; x < rows.length; x++) {
          sum.add(across.g()[j][x], rows[x]);
        }
        sum.into(product, size);
        memory.put((i * across.products() + j) * size, product, size);
      }
    }
  }

  private static float[][] taps(float[] values, int count, int size) {
    float[][] taps = new float[count][size];
    for (int tap = 0; tap < count; tap++) {
      System.arraycopy(values, tap * size, taps[tap], 0, size);
    }
    return taps;
  }

  /** So many rows of products read and write as much as the kernel holds. */
  int rowsThatRepay() {
    return 2 * inputs * outputs / (inputs + outputs);
  }

  /** {@code [inputs, outputs]} of one product. */
  Matrix product(int index) {
    return memory.matrix((long) index * inputs * outputs, inputs, outputs);
  }

  Tiling tiling() {
    return tiling;
  }

  Activation function() {
    return function;
  }

  float[] bias() {
    return bias;
  }

  void close() {
    memory.close();
  }
}
