package org.graft.plan;

/**
 * What disturbs values in training only and is the identity in inference, which a base never
 * leaves.
 *
 * @param source what it is in Keras, {@code GaussianNoise} for instance
 */
public record Noise(String name, String input, String source) implements Unary {

  @Override
  public String kindName() {
    return source;
  }
}
