package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.jspecify.annotations.Nullable;

/**
 * What the user says of a graph beyond what its file does; each may be {@code null} or empty.
 *
 * @param signature which signature of a SavedModel, or the node that a graph ends in
 * @param output which output of a signature, or the node to end in
 * @param input the node whose place the image takes
 * @param shape height and width of the images, and channels if not three
 * @param values of other placeholders, by node
 */
public record GraphOptions(
    @Nullable String signature,
    @Nullable String output,
    @Nullable String input,
    List<Integer> shape,
    Map<String, String> values) {
  /** Nothing said. */
  public static final GraphOptions NONE = new GraphOptions(null, null, null, List.of(), Map.of());

  private static final int LONGEST_SIDE = 1 << 14;

  public GraphOptions {
    shape = List.copyOf(shape);
    values = Map.copyOf(values);
  }

  /** Only a signature said, or {@code null}. */
  public static GraphOptions ofSignature(@Nullable String signature) {
    return new GraphOptions(signature, null, null, List.of(), Map.of());
  }

  /** The node to end in, of a graph without signatures. */
  @Nullable String end() {
    return output != null ? output : signature;
  }

  /** The same with an output chosen. */
  GraphOptions endingIn(String chosen) {
    return new GraphOptions(signature, chosen, input, shape, values);
  }

  /** Reads {@code H,W} or {@code H,W,C}; nothing of {@code null}. */
  public static List<Integer> shape(@Nullable String text) {
    if (text == null) {
      return List.of();
    }
    try {
      List<Integer> axes =
          Arrays.stream(text.split(",")).map(String::strip).map(Integer::valueOf).toList();
      if ((axes.size() == 2 || axes.size() == 3)
          && axes.stream().allMatch(a -> a > 0 && a <= LONGEST_SIDE)) {
        return axes;
      }
    } catch (NumberFormatException e) {
      throw noShape(text);
    }
    throw noShape(text);
  }

  private static InputException noShape(String text) {
    return new InputException(
        "%s takes height and width, such as 299,299, or also channels, not '%s'"
            .formatted(Hint.SHAPE, text));
  }

  /** Reads several {@code NAME=VALUE}. */
  public static Map<String, String> values(List<String> pairs) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.lastIndexOf('=');
      if (equals < 1) {
        throw new InputException(
            Hint.SET + " takes NAME=VALUE, such as keep_prob=1, not '" + pair + "'");
      }
      values.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return values;
  }

  /** How the values read in a receipt, to be put behind a sentence; empty if there are none. */
  String told() {
    List<String> pairs =
        values.entrySet().stream().map(e -> e.getKey() + " = " + e.getValue()).sorted().toList();
    return pairs.isEmpty() ? "" : "; given " + String.join(", ", pairs);
  }
}
