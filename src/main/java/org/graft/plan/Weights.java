package org.graft.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The arrays of a plan's layers, by layer and parameter name. Immutable. */
public final class Weights {
  public static final String KERNEL = "kernel";
  public static final String POINTWISE_KERNEL = "pointwise_kernel";
  public static final String BIAS = "bias";
  public static final String ALPHA = "alpha";
  public static final String GAMMA = "gamma";
  public static final String BETA = "beta";
  public static final String MOVING_MEAN = "moving_mean";
  public static final String MOVING_VARIANCE = "moving_variance";
  public static final String MEAN = "mean";
  public static final String VARIANCE = "variance";
  public static final String COUNT = "count";
  public static final String EMBEDDINGS = "embeddings";

  private final Map<String, Map<String, Tensor>> byLayer;

  private Weights(Map<String, Map<String, Tensor>> byLayer) {
    this.byLayer = byLayer;
  }

  public static Weights none() {
    return new Weights(Map.of());
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The array {@code parameter} of {@code layer}, which must be there. */
  public Tensor get(String layer, String parameter) {
    Tensor tensor = of(layer).get(parameter);
    if (tensor == null) {
      throw new IllegalStateException("no weights " + layer + "/" + parameter);
    }
    return tensor;
  }

  /** All arrays of a layer in Keras' order; empty for a layer without. */
  public Map<String, Tensor> of(String layer) {
    return byLayer.getOrDefault(layer, Map.of());
  }

  /** All arrays by layer, in the order in which they were put. */
  public Map<String, Map<String, Tensor>> byLayer() {
    return byLayer;
  }

  /** All arrays in that order, each called {@code layer/parameter}. */
  public Map<String, Tensor> named() {
    Map<String, Tensor> named = new LinkedHashMap<>();
    byLayer.forEach(
        (layer, own) -> own.forEach((name, tensor) -> named.put(layer + "/" + name, tensor)));
    return named;
  }

  /** Number of values in all arrays. */
  public long count() {
    return byLayer.values().stream()
        .flatMap(own -> own.values().stream())
        .mapToLong(Tensor::size)
        .sum();
  }

  /** These and those; on the same layer those win. */
  public Weights with(Weights those) {
    return builder().putAll(this).putAll(those).build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Weights that && byLayer.equals(that.byLayer);
  }

  @Override
  public int hashCode() {
    return byLayer.hashCode();
  }

  /** Collects arrays. */
  public static final class Builder {
    private final Map<String, Map<String, Tensor>> byLayer = new LinkedHashMap<>();

    private Builder() {}

    public Builder put(String layer, String parameter, Tensor tensor) {
      byLayer.computeIfAbsent(layer, l -> new LinkedHashMap<>()).put(parameter, tensor);
      return this;
    }

    public Builder put(String layer, Map<String, Tensor> tensors) {
      if (!tensors.isEmpty()) {
        byLayer.put(layer, new LinkedHashMap<>(tensors));
      }
      return this;
    }

    public Builder putAll(Weights weights) {
      weights.byLayer.forEach(this::put);
      return this;
    }

    public Weights build() {
      return new Weights(Collections.unmodifiableMap(new LinkedHashMap<>(byLayer)));
    }
  }
}
