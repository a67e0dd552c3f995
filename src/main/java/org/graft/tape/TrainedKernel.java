package org.graft.tape;

import java.util.List;
import java.util.Map;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Weights;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A kernel, or another array that is trained, and perhaps a bias, with the loss's gradient by each,
 * in native memory.
 */
final class TrainedKernel {
  private final List<Trained> all;
  private final Trained kernel;
  private final @Nullable Trained bias;
  private final NativeArray memory;
  private final NativeArray gradientMemory;

  /** An array with the loss's gradient by it. */
  private record Trained(String name, INDArray values, INDArray gradient) {
    static Trained of(String layer, String name, Weights weights) {
      INDArray values = SameDiffNetwork.toNative(weights.get(layer, name));
      INDArray zeros = Nd4j.zeros(DataType.FLOAT, values.shape());
      return new Trained(SameDiffNetwork.variable(layer, name), values, zeros);
    }
  }

  /** The array {@code name} of {@code layer}, and its bias where that belongs to the same step. */
  TrainedKernel(String layer, String name, Weights weights, boolean biased) {
    this.kernel = Trained.of(layer, name, weights);
    this.bias = biased ? Trained.of(layer, Weights.BIAS, weights) : null;
    this.all = bias == null ? List.of(kernel) : List.of(kernel, bias);
    this.memory = new NativeArray(kernel.values());
    this.gradientMemory = new NativeArray(kernel.gradient());
  }

  void putParameters(Map<String, INDArray> parameters) {
    all.forEach(array -> parameters.put(array.name(), array.values()));
  }

  void putGradients(Map<String, INDArray> gradients) {
    all.forEach(array -> gradients.put(array.name(), array.gradient()));
  }

  /** {@code [inputs, outputs]} of one tap. */
  Matrix tap(int tap, int inputs, int outputs) {
    return memory.matrix((long) tap * inputs * outputs, inputs, outputs);
  }

  Matrix gradientOfTap(int tap, int inputs, int outputs) {
    return gradientMemory.matrix((long) tap * inputs * outputs, inputs, outputs);
  }

  /** A copy of the kernel, the last axis fastest. */
  float[] values() {
    return SameDiffNetwork.fromNative(kernel.values()).values();
  }

  void putGradient(float... values) {
    SameDiffNetwork.put(values, kernel.gradient());
  }

  void addBias(Values out) {
    if (bias == null) {
      return;
    }
    float[] added = out.repeated(SameDiffNetwork.fromNative(bias.values()).values(), 0);
    for (float[] cell : out.values()) {
      for (int i = 0; i < added.length; i++) {
        cell[i] += added[i];
      }
    }
  }

  void sumBias(Values out) {
    if (bias == null) {
      return;
    }
    float[] cellwise = new float[out.row()];
    for (float[] cell : out.gradient()) {
      for (int i = 0; i < cellwise.length; i++) {
        cellwise[i] += cell[i];
      }
    }
    float[] sums = new float[out.channels];
    out.sum(cellwise, sums, 0);
    SameDiffNetwork.put(sums, bias.gradient());
  }

  void close() {
    all.forEach(
        array -> {
          array.values().close();
          array.gradient().close();
        });
  }
}
