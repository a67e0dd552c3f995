package org.graft.gradient;

import java.util.Map;
import org.graft.graph.Network;
import org.graft.plan.Weights;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A kernel and perhaps a bias, with the loss's gradient by each, in native memory. */
final class Kernel {
  private final String layer;
  private final String name;
  private final INDArray kernel;
  private final INDArray gradient;
  private final NativeArray kernelMemory;
  private final NativeArray gradientMemory;
  private final INDArray bias;
  private final INDArray biasGradient;

  /** The array {@code name} of {@code layer}, and its bias where that belongs to the same step. */
  Kernel(String layer, String name, Weights weights, boolean biased) {
    this.layer = layer;
    this.name = name;
    this.kernel = Network.toNative(weights.get(layer, name));
    this.gradient = Nd4j.zeros(DataType.FLOAT, kernel.shape());
    this.kernelMemory = new NativeArray(kernel);
    this.gradientMemory = new NativeArray(gradient);
    this.bias = biased ? Network.toNative(weights.get(layer, Weights.BIAS)) : null;
    this.biasGradient = biased ? Nd4j.zeros(DataType.FLOAT, bias.shape()) : null;
  }

  void putParameters(Map<String, INDArray> parameters) {
    put(parameters, kernel, bias);
  }

  void putGradients(Map<String, INDArray> gradients) {
    put(gradients, gradient, biasGradient);
  }

  private void put(Map<String, INDArray> map, INDArray ofKernel, INDArray ofBias) {
    map.put(Network.variable(layer, name), ofKernel);
    if (bias != null) {
      map.put(Network.variable(layer, Weights.BIAS), ofBias);
    }
  }

  /** {@code [inputs, outputs]} of one tap. */
  Matrix tap(int tap, int inputs, int outputs) {
    return kernelMemory.matrix((long) tap * inputs * outputs, inputs, outputs);
  }

  Matrix gradientOfTap(int tap, int inputs, int outputs) {
    return gradientMemory.matrix((long) tap * inputs * outputs, inputs, outputs);
  }

  /** A copy of the kernel, the last axis fastest. */
  float[] values() {
    return Network.fromNative(kernel).values();
  }

  void putGradient(float... values) {
    Network.put(values, gradient);
  }

  void addBias(Values out) {
    if (bias == null) {
      return;
    }
    float[] added = Network.fromNative(bias).values();
    float[] values = out.values();
    for (int from = 0; from < out.size(); from += added.length) {
      for (int c = 0; c < added.length; c++) {
        values[from + c] += added[c];
      }
    }
  }

  void sumBias(Values out) {
    if (bias == null) {
      return;
    }
    float[] sums = new float[out.channels];
    float[] gradients = out.gradient();
    for (int from = 0; from < out.size(); from += sums.length) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] += gradients[from + c];
      }
    }
    Network.put(sums, biasGradient);
  }
}
