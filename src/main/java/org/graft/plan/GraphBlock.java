package org.graft.plan;

import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph of operations as one layer: what a head of one's own computes. The graph is a SameDiff
 * FlatBuffer in Base64 that reads the placeholder {@link #FEATURES}, one placeholder for each array
 * and one for each mask, and gives {@link #LOGITS}.
 *
 * @param expects the shape of one example that comes in
 * @param units width of the vector that goes out
 * @param arrays what is trained, under the names of their placeholders
 * @param masks the dropouts in the graph
 */
public record GraphBlock(
    String name,
    String input,
    Shape expects,
    int units,
    List<Parameter> arrays,
    List<Mask> masks,
    String graph)
    implements Unary {
  /** The placeholder of what comes in, {@code [batch, …]} float32. */
  public static final String FEATURES = "features";

  /** The variable of what goes out, {@code [batch, units]}. */
  public static final String LOGITS = "logits";

  public GraphBlock {
    arrays = List.copyOf(arrays);
    masks = List.copyOf(masks);
    Set<String> names = new HashSet<>(Set.of(FEATURES));
    Base64.getDecoder().decode(graph);
    arrays.forEach(array -> requireName(names, array.name()));
    masks.forEach(mask -> requireName(names, mask.name()));
  }

  /**
   * A placeholder that values are multiplied by: in training with 0 for the share {@code rate} of
   * them and {@code 1/(1 - rate)} for the others, in inference not at all.
   *
   * @param shape of one example
   */
  public record Mask(String name, double rate, Shape shape) {
    public Mask {
      if (!(rate >= 0 && rate < 1)) {
        throw new IllegalArgumentException("a dropout of " + rate + ", expected 0 to below 1");
      }
    }
  }

  private static void requireName(Set<String> names, String name) {
    if (name.indexOf('/') >= 0 || !names.add(name)) {
      throw new IllegalArgumentException("the name '" + name + "' in a graph");
    }
  }

  @Override
  public Shape outputShape(Shape in) {
    if (!in.equals(expects)) {
      throw new IllegalArgumentException(
          "[" + in + "] comes in, and the graph is made for [" + expects + "]");
    }
    return new Shape(units);
  }

  @Override
  public List<Parameter> parameters(Shape in) {
    return arrays;
  }
}
