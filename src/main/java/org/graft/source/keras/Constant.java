package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.graft.plan.Shape;

/**
 * An array that stands in a description, where a layer is called with one: numbers in lists of
 * lists, since Keras 3 within {@code __tensor__}.
 */
record Constant(Shape shape, JsonNode values) {
  private static final Set<String> TENSORS = Set.of("__tensor__", "__numpy__");
  private static final int MOST_AXES = 8;

  /** The array that {@code node} is; nothing for anything else. */
  static Optional<Constant> of(JsonNode node) {
    JsonNode values = unwrapped(node);
    List<Integer> axes = new ArrayList<>();
    JsonNode first = values;
    while (first.isArray() && !first.isEmpty() && axes.size() < MOST_AXES) {
      axes.add(first.size());
      first = first.get(0);
    }
    int[] lengths = axes.stream().mapToInt(a -> a).toArray();
    return isEven(values, lengths, 0)
        ? Optional.of(new Constant(new Shape(lengths), values))
        : Optional.empty();
  }

  /** The number or the lists of a tensor of Keras 3; anything else as it is. */
  static JsonNode unwrapped(JsonNode node) {
    return TENSORS.contains(node.path("class_name").asText())
        ? node.path("config").path("value")
        : node;
  }

  private static boolean isEven(JsonNode node, int[] axes, int depth) {
    if (depth == axes.length) {
      return node.isNumber();
    }
    boolean even = node.size() == axes[depth];
    for (int i = 0; even && i < axes[depth]; i++) {
      even = isEven(node.get(i), axes, depth + 1);
    }
    return even;
  }

  /** Whether it is one number for each channel at most. */
  boolean isVector() {
    return shape.rank() == 0 || shape.size() == shape.channels();
  }

  /** The numbers, the last axis fastest. */
  float[] numbers() {
    float[] numbers = new float[shape.rank() == 0 ? 1 : shape.size()];
    fill(values, numbers, 0);
    return numbers;
  }

  private static int fill(JsonNode node, float[] numbers, int from) {
    int at = from;
    if (node.isNumber()) {
      numbers[at++] = (float) node.asDouble();
    }
    for (JsonNode inner : node) {
      at = fill(inner, numbers, at);
    }
    return at;
  }

  /**
   * The shape without the batch, for what comes in with {@code rank} axes; nothing where it differs
   * from image to image.
   */
  Optional<Shape> beside(int rank) {
    int[] axes = shape.axes();
    if (axes.length == rank + 1 && axes[0] == 1) {
      return Optional.of(new Shape(Arrays.copyOfRange(axes, 1, axes.length)));
    }
    return axes.length > rank ? Optional.empty() : Optional.of(shape.widened(rank));
  }

  /** The array that a layer is called with, in the first place or the second. */
  static Optional<Constant> called(JsonNode fields) {
    return of(fields.path(InboundNodes.place(0))).or(() -> of(fields.path(InboundNodes.place(1))));
  }
}
