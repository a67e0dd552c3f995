package org.graft.graph;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A SameDiff graph and the model that it was made from. Maps are {@code [batch, height, width,
 * channels]}, float32. Every layer's output is a variable under the layer's name, every parameter
 * one under {@code layer/parameter}: constants where frozen, variables where trainable.
 */
public record SameDiffNetwork(SameDiff graph, Model model) {
  /** The separator between a layer's name and what belongs to it. */
  public static final char SEPARATOR = '/';

  /** The layers that the graph was made from. */
  public Plan plan() {
    return model.plan();
  }

  /** Name of the placeholder that takes the images. */
  public String input() {
    return plan().input().name();
  }

  /** Name of the last layer. */
  public String output() {
    return plan().output().name();
  }

  /** Name of the variable that holds a layer's parameter. */
  public static String variable(String layer, String parameter) {
    return layer + SEPARATOR + parameter;
  }

  /** The last layer's output for {@code images}. */
  public INDArray run(INDArray images) {
    return graph.outputSingle(Map.of(input(), images), output());
  }

  /** The last layer's output for what enters each input, by the input's name. */
  public INDArray run(Map<String, INDArray> inputs) {
    return graph.outputSingle(inputs, output());
  }

  /**
   * The same in Java's memory.
   *
   * @return {@code [n, ..]}
   */
  public Tensor compute(Map<String, Tensor> inputs) {
    Map<String, INDArray> entering = toNative(inputs);
    try (INDArray output = run(entering)) {
      Tensor found = fromNative(output);
      entering.values().stream().filter(array -> array != output).forEach(INDArray::close);
      return found;
    }
  }

  /** The outputs of the named layers for {@code images}. */
  public Map<String, INDArray> run(INDArray images, Collection<String> layers) {
    Map<String, INDArray> found = graph.output(Map.of(input(), images), List.copyOf(layers));
    Map<String, INDArray> ordered = new LinkedHashMap<>();
    layers.forEach(layer -> ordered.put(layer, found.get(layer)));
    return ordered;
  }

  /** Frees the constants' native memory at once; the network cannot run any more. */
  public void release() {
    for (SDVariable variable : graph.variables()) {
      if (variable.isConstant()) {
        variable.getArr().close();
      }
    }
  }

  /**
   * What runs networks: the library's version and the build of it that the processor got, known
   * without loading it.
   */
  public static String engineVersion() {
    Properties facts = new Properties();
    try (InputStream in =
        SameDiff.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
      facts.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return facts.getProperty("version")
        + System.getProperty("org.bytedeco.javacpp.platform.extension", "");
  }

  /** A copy of {@code tensor} in native memory, at once: ND4J's own puts value after value. */
  public static INDArray toNative(Tensor tensor) {
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
    if (!array.isEmpty()) {
      put(tensor.values(), array);
    }
    return array;
  }

  /** Ones for that many examples: a dropout's mask that drops nothing. */
  public static INDArray ones(int count, Shape shape) {
    long[] axes = shape.batched();
    axes[0] = count;
    return Nd4j.ones(DataType.FLOAT, axes);
  }

  /** Copies of several, by the same names. */
  public static Map<String, INDArray> toNative(Map<String, Tensor> tensors) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> arrays.put(name, toNative(tensor)));
    return arrays;
  }

  /** A copy of {@code array} in Java's memory. */
  public static Tensor fromNative(INDArray array) {
    int[] axes = axes(array);
    if (!liesInOrder(array)) {
      return new Tensor(array.dup('c').reshape(array.length()).toFloatVector(), axes);
    }
    float[] values = new float[Math.toIntExact(array.length())];
    array.data().asNioFloat().get(values);
    return new Tensor(values, axes);
  }

  /**
   * An array's values, the last axis fastest: its memory itself where they lie in that order, a
   * copy elsewhere. Good as long as the array.
   */
  public static FloatBuffer values(INDArray array) {
    return liesInOrder(array)
        ? array.data().asNioFloat()
        : FloatBuffer.wrap(fromNative(array).values());
  }

  /** The lengths of an array's axes. */
  public static int[] axes(INDArray array) {
    return Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
  }

  /** Replaces what an array made by {@link #toNative} holds, in that order. */
  public static void put(float[] values, INDArray array) {
    array.data().asNioFloat().put(values);
  }

  /** Whether an array's memory is its values, the last axis fastest, so that it copies at once. */
  private static boolean liesInOrder(INDArray array) {
    return array.dataType() == DataType.FLOAT
        && array.length() > 0
        && array.offset() == 0
        && Arrays.equals(array.stride(), ArrayUtil.calcStrides(array.shape()));
  }

  /** Whether an array holds neither NaN nor an infinity. */
  public static boolean isFinite(INDArray array) {
    return fromNative(array).isFinite();
  }
}
