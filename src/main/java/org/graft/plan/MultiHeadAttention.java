package org.graft.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Attention in several heads (Vaswani et al. 2017, section 3.2.2): queries, keys and values are
 * projected {@code heads} times, each query takes the mean of all values, weighed by {@code
 * softmax(query . key / sqrt(keySize))}, and what all heads give is projected once more. Cells of
 * maps are attended to as one sequence. Keras {@code MultiHeadAttention} over all axes.
 *
 * @param inputs query {@code [.., width]}, value and key {@code [.., width]} of as many cells
 * @param keySize numbers that a head's queries and keys have
 * @param valueSize numbers that a head's values have
 * @param width of the output, 0 for the query's
 * @param bias whether each of the four projections adds one
 */
public record MultiHeadAttention(
    String name,
    List<String> inputs,
    int heads,
    int keySize,
    int valueSize,
    int width,
    boolean bias)
    implements Merge {
  public static final String QUERY = "query";
  public static final String KEY = "key";
  public static final String VALUE = "value";
  public static final String OUTPUT = "attention_output";

  public MultiHeadAttention {
    inputs = List.copyOf(inputs);
    if (inputs.size() != 3 || heads < 1 || keySize < 1 || valueSize < 1 || width < 0) {
      throw new IllegalArgumentException("no attention has " + inputs + " and " + heads + " heads");
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    cells(inputs.get(0));
    int values = cells(inputs.get(1));
    if (values != cells(inputs.get(2))) {
      throw new IllegalArgumentException(
          "[" + inputs.get(1) + "] values have [" + inputs.get(2) + "] keys");
    }
    int[] axes = inputs.get(0).axes();
    axes[axes.length - 1] = outputWidth(inputs.get(0));
    return new Shape(axes);
  }

  /** Cells of a sequence or a map, {@link Shape#FREE} where they are not known. */
  private static int cells(Shape shape) {
    if (shape.rank() < 2) {
      throw new IllegalArgumentException(
          "[" + shape + "] comes in, and a sequence [length, width] is expected");
    }
    return shape.size() == Shape.FREE ? Shape.FREE : shape.size() / Math.max(1, shape.channels());
  }

  private int outputWidth(Shape query) {
    return width == 0 ? query.channels() : width;
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    List<Parameter> parameters = new ArrayList<>();
    projection(parameters, QUERY, inputs.get(0).channels(), keySize);
    projection(parameters, KEY, inputs.get(2).channels(), keySize);
    projection(parameters, VALUE, inputs.get(1).channels(), valueSize);
    int out = outputWidth(inputs.get(0));
    parameters.add(new Parameter(kernel(OUTPUT), heads, valueSize, out));
    if (bias) {
      parameters.add(new Parameter(bias(OUTPUT), out));
    }
    return parameters;
  }

  private void projection(List<Parameter> parameters, String part, int in, int size) {
    parameters.add(new Parameter(kernel(part), in, heads, size));
    if (bias) {
      parameters.add(new Parameter(bias(part), heads, size));
    }
  }

  /** The name of a projection's kernel. */
  public static String kernel(String part) {
    return part + "_" + Weights.KERNEL;
  }

  /** The name of a projection's bias. */
  public static String bias(String part) {
    return part + "_" + Weights.BIAS;
  }
}
