package org.graft.tape;

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
  private final String layer;
  private final String name;
  private final INDArray kernel;
  private final NativeArray kernelMemory;
  private final @Nullable INDArray bias;
  private final Gradient gradient;

  /** What answers to the kernel, with its memory, and to the bias where there is one. */
  private record Gradient(INDArray kernel, NativeArray memory, @Nullable INDArray bias) {
    static Gradient of(INDArray kernel, @Nullable INDArray bias) {
      INDArray zeros = Nd4j.zeros(DataType.FLOAT, kernel.shape());
      return new Gradient(
          zeros,
          new NativeArray(zeros),
          bias == null ? null : Nd4j.zeros(DataType.FLOAT, bias.shape()));
    }
  }

  /** The array {@code name} of {@code layer}, and its bias where that belongs to the same step. */
  TrainedKernel(String layer, String name, Weights weights, boolean biased) {
    this.layer = layer;
    this.name = name;
    this.kernel = SameDiffNetwork.toNative(weights.get(layer, name));
    this.kernelMemory = new NativeArray(kernel);
    this.bias = biased ? SameDiffNetwork.toNative(weights.get(layer, Weights.BIAS)) : null;
    this.gradient = Gradient.of(kernel, bias);
  }

  void putParameters(Map<String, INDArray> parameters) {
    put(parameters, kernel, bias);
  }

  void putGradients(Map<String, INDArray> gradients) {
    put(gradients, gradient.kernel(), gradient.bias());
  }

  private void put(Map<String, INDArray> map, INDArray ofKernel, @Nullable INDArray ofBias) {
    map.put(SameDiffNetwork.variable(layer, name), ofKernel);
    if (ofBias != null) {
      map.put(SameDiffNetwork.variable(layer, Weights.BIAS), ofBias);
    }
  }

  /** {@code [inputs, outputs]} of one tap. */
  Matrix tap(int tap, int inputs, int outputs) {
    return kernelMemory.matrix((long) tap * inputs * outputs, inputs, outputs);
  }

  Matrix gradientOfTap(int tap, int inputs, int outputs) {
    return gradient.memory().matrix((long) tap * inputs * outputs, inputs, outputs);
  }

  /** A copy of the kernel, the last axis fastest. */
  float[] values() {
    return SameDiffNetwork.fromNative(kernel).values();
  }

  void putGradient(float... values) {
    SameDiffNetwork.put(values, gradient.kernel());
  }

  void addBias(Values out) {
    if (bias == null) {
      return;
    }
    float[] added = out.repeated(SameDiffNetwork.fromNative(bias).values(), 0);
    for (float[] cell : out.values()) {
      for (int i = 0; i < added.length; i++) {
        cell[i] += added[i];
      }
    }
  }

  void sumBias(Values out) {
    INDArray into = gradient.bias();
    if (into == null) {
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
    SameDiffNetwork.put(sums, into);
  }

  void close() {
    kernel.close();
    close(bias);
    gradient.kernel().close();
    close(gradient.bias());
  }

  private static void close(@Nullable INDArray array) {
    if (array != null) {
      array.close();
    }
  }
}
