package org.graft.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Attention without projections: each query takes the mean of all values, weighed by the softmax of
 * its scores. Keras {@code Attention} (Luong et al. 2015) and {@code AdditiveAttention} (Bahdanau
 * et al. 2015).
 *
 * @param inputs query {@code [n, width]}, value and key {@code [m, width]}
 * @param scaled whether the scores have a learned scale
 */
public record SingleHeadAttention(
    String name, List<String> inputs, AttentionScore score, boolean scaled) implements Merge {
  public static final String SCALE = "scale";
  public static final String SCORE_WEIGHT = "concat_score_weight";

  /** How well a query and a key go together. */
  public enum AttentionScore {
    /** {@code scale * query . key}. */
    DOT,
    /** {@code sum(scale * tanh(query + key))}, a scale for each number of a key. */
    ADDITIVE,
    /** {@code weight * sum(tanh(scale * (query + key)))}. */
    CONCAT
  }

  public SingleHeadAttention {
    inputs = List.copyOf(inputs);
    if (inputs.size() != 3) {
      throw new IllegalArgumentException("attention is not made of " + inputs);
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape query = inputs.get(0);
    Shape value = inputs.get(1);
    Shape key = inputs.get(2);
    boolean fits =
        query.rank() == 2
            && value.rank() == 2
            && key.rank() == 2
            && query.channels() == key.channels()
            && value.axis(0) == key.axis(0);
    if (!fits) {
      throw new IllegalArgumentException(
          "[" + query + "] does not attend to [" + value + "] by [" + key + "]");
    }
    return new Shape(query.axis(0), value.channels());
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    List<Parameter> parameters = new ArrayList<>();
    if (scaled) {
      parameters.add(
          score == AttentionScore.ADDITIVE
              ? new Parameter(SCALE, inputs.get(1).channels())
              : new Parameter(SCALE));
    }
    if (score == AttentionScore.CONCAT) {
      parameters.add(new Parameter(SCORE_WEIGHT));
    }
    return parameters;
  }

  @Override
  public String kindName() {
    return score == AttentionScore.ADDITIVE ? "AdditiveAttention" : "Attention";
  }
}
