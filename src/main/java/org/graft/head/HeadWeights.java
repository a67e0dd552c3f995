package org.graft.head;

import java.util.List;
import java.util.random.RandomGenerator;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;

/** Weights to start a head from. */
public final class HeadWeights {
  private HeadWeights() {}

  /**
   * What the head's style starts from; moments of {@code features} where it standardises.
   *
   * @param features training features {@code [n, width]}
   */
  public static Weights initial(Head head, Tensor features, RandomGenerator random) {
    Shape width = new Shape(features.shape()[1]);
    return initial(head, List.of(features), features.shape()[0], width, random);
  }

  /**
   * The same for features that come in parts, which are gone through twice, and need be no vectors.
   *
   * @param parts of the training features' rows, in order
   * @param count of the rows of all parts
   * @param shape of one image's features, which a row holds
   */
  public static Weights initial(
      Head head, Iterable<Tensor> parts, int count, Shape shape, RandomGenerator random) {
    Weights.Builder weights = Weights.builder();
    if (head.style().standardized()) {
      long cells = (long) count * (shape.size() / shape.channels());
      new ChannelMoments(parts, cells, shape.channels())
          .byName()
          .forEach((name, tensor) -> weights.put(Head.STANDARDIZE, name, tensor));
    }
    return weights.putAll(head.style().initial(shape, head.classes(), random)).build();
  }
}
