package org.graft.plan;

import java.util.List;

/**
 * {@code x + embeddings}: learned numbers for each place of a sequence {@code [length, width]} or
 * of a map, the same for every image (Dosovitskiy et al. 2021, section 3.1). Keras: a constant that
 * is added, such as what an {@code Embedding} makes of {@code arange}.
 *
 * @param shape of the embeddings, axes of length 1 stretched to the input's
 */
public record PositionEmbedding(String name, String input, Shape shape) implements Unary {
  @Override
  public Shape outputShape(Shape in) {
    Shape out = in.broadcast(shape);
    if (!out.equals(in)) {
      throw new IllegalArgumentException("[" + shape + "] cannot be added to each [" + in + "]");
    }
    return in;
  }

  @Override
  public List<Parameter> parameters(Shape in) {
    return List.of(new Parameter(Weights.EMBEDDINGS, shape.axes()));
  }
}
