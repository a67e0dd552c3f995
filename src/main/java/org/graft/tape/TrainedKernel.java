package org.graft.tape;

import java.util.Map;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Weights;
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
  private final INDArray bias;
  private INDArray gradient;
  private NativeArray gradientMemory;
  private INDArray biasGradient;

  /** The array {@code name} of {@code layer}, and its bias where that belongs to the same step. */
  TrainedKernel(String layer, String name, Weights weights, boolean biased) {
    this.layer = layer;
    this.name = name;
    this.kernel = SameDiffNetwork.toNative(weights.get(layer, name));
    this.kernelMemory = new NativeArray(kernel);
    this.bias = biased ? SameDiffNetwork.toNative(weights.get(layer, Weights.BIAS)) : null;
  }

  /** Makes room for gradients. */
  TrainedKernel trained() {
    gradient = Nd4j.zeros(DataType.FLOAT, kernel.shape());
    gradientMemory = new NativeArray(gradient);
    biasGradient = bias == null ? null : Nd4j.zeros(DataType.FLOAT, bias.shape());
    return this;
  }

  void putParameters(Map<String, INDArray> parameters) {
    put(parameters, kernel, bias);
  }

  void putGradients(Map<String, INDArray> gradients) {
    put(gradients, gradient, biasGradient);
  }

  private void put(Map<String, INDArray> map, INDArray ofKernel, INDArray ofBias) {
    map.put(SameDiffNetwork.variable(layer, name), ofKernel);
    if (bias != null) {
      map.put(SameDiffNetwork.variable(layer, Weights.BIAS), ofBias);
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
    return SameDiffNetwork.fromNative(kernel).values();
  }

  void putGradient(float... values) {
    SameDiffNetwork.put(values, gradient);
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
    SameDiffNetwork.put(sums, biasGradient);
  }

  void close() {
    for (INDArray array : new INDArray[] {kernel, bias, gradient, biasGradient}) {
      if (array != null) {
        array.close();
      }
    }
  }
}
