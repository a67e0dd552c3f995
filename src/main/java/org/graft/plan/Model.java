package org.graft.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A plan with all the arrays that it needs and no others. */
public record Model(Plan plan, Weights weights) {
  public Model {
    List<String> problems = problems(plan, weights);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** The model up to and with {@code layer}, with the weights of what is kept. */
  public Model upTo(String layer) {
    return withPlan(plan.upTo(layer));
  }

  /** The layers of {@code part} with those of this model's weights that they need. */
  Model withPlan(Plan part) {
    Weights.Builder builder = Weights.builder();
    part.parameters().keySet().forEach(l -> builder.put(l, weights.of(l)));
    return new Model(part, builder.build());
  }

  /** This model with other arrays for some of its layers. */
  public Model withWeights(Weights changed) {
    return new Model(plan, weights.with(changed));
  }

  /** What stands between the layers {@code given} and {@code end}; see {@link Plan#subgraph}. */
  public Model subgraph(Map<String, Shape> given, String end) {
    return withPlan(plan.subgraph(given, end));
  }

  /** This model for images of another shape; its weights must not depend on the shape. */
  public Model forImages(Shape image) {
    return new Model(plan.withInput(image), weights);
  }

  /** The same for square images of that side. */
  public Model forSide(int side) {
    return forImages(plan.square(side));
  }

  /** This model with more layers and their weights behind it. */
  public Model append(List<? extends Layer> layers, Weights more) {
    return new Model(plan.append(layers), weights.with(more));
  }

  private static List<String> problems(Plan plan, Weights weights) {
    List<String> problems = new ArrayList<>();
    Map<String, List<Parameter>> needed = plan.parameters();
    needed.forEach(
        (layer, parameters) -> {
          List<Parameter> given =
              weights.of(layer).entrySet().stream()
                  .map(e -> new Parameter(e.getKey(), e.getValue().shape()))
                  .toList();
          if (!given.equals(parameters)) {
            problems.add(Misfit.of(plan.layer(layer), parameters, given));
          }
        });
    weights.byLayer().keySet().stream()
        .filter(layer -> !needed.containsKey(layer))
        .forEach(layer -> problems.add("weights without a layer: " + layer));
    return problems;
  }

  /** Scale and shift of a BatchNorm in inference mode: {@code x * scale + shift}. */
  public Affine affine(BatchNorm norm) {
    Map<String, Tensor> arrays = weights.of(norm.name());
    float[] mean = arrays.get(Weights.MOVING_MEAN).values();
    float[] variance = arrays.get(Weights.MOVING_VARIANCE).values();
    float[] gamma = norm.scale() ? arrays.get(Weights.GAMMA).values() : filled(mean.length, 1);
    float[] beta = norm.center() ? arrays.get(Weights.BETA).values() : filled(mean.length, 0);
    float[] scale = new float[mean.length];
    float[] shift = new float[mean.length];
    for (int c = 0; c < mean.length; c++) {
      float inverse = (float) (1 / Math.sqrt(variance[c] + (float) norm.epsilon()));
      scale[c] = gamma[c] * inverse;
      shift[c] = beta[c] - mean[c] * scale[c];
    }
    return new Affine(scale, shift);
  }

  /** Scale and shift of a normalisation: {@code x * scale + shift}. */
  public Affine affine(Normalize layer) {
    float[] mean = weights.get(layer.name(), Weights.MEAN).values();
    float[] variance = weights.get(layer.name(), Weights.VARIANCE).values();
    float[] scale = new float[mean.length];
    float[] shift = new float[mean.length];
    for (int c = 0; c < mean.length; c++) {
      double factor = 1 / Math.max(Math.sqrt(variance[c]), Normalize.LEAST_DEVIATION);
      scale[c] = (float) factor;
      shift[c] = (float) (-mean[c] * factor);
    }
    return new Affine(scale, shift);
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }
}
