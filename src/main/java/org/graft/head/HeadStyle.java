package org.graft.head;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.random.RandomGenerator;
import org.graft.plan.Layer;
import org.graft.plan.Shape;
import org.graft.plan.Weights;

/**
 * What a head is, whatever the classes: its layers, the weights that they start from, which of them
 * are trained, and what they read. All that is said of a head elsewhere is asked of this.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({@JsonSubTypes.Type(LayeredHead.class), @JsonSubTypes.Type(GraphHead.class)})
public sealed interface HeadStyle permits LayeredHead, GraphHead, WrittenHead {
  /** Whether features are brought to mean 0 and deviation 1 before the head reads them. */
  boolean standardized();

  /** The same that standardises. */
  HeadStyle standardizing();

  /** What the head makes of the base's last map before it reads it. */
  Pooling reads();

  /** Whether it has one best set of weights, and so is solved rather than trained. */
  default boolean convex() {
    return false;
  }

  /** The layers whose weights training changes, in order, the last of them the logits. */
  default List<String> trainable() {
    return List.of(Head.LOGITS);
  }

  /**
   * The layers behind the features, the last of them {@link Head#LOGITS} {@code [classes]}.
   *
   * @param input the layer that gives the features
   */
  List<Layer> layers(String input, int classes);

  /** First weights of the trainable layers. */
  Weights initial(Shape features, int classes, RandomGenerator random);

  /**
   * The same for one base and its classes: a head that is written in a program becomes the graph
   * that it makes.
   *
   * @param features what the base gives of one image
   * @throws org.graft.failure.InputException if the head does not suit them
   */
  HeadStyle settled(Shape features, int classes, RandomGenerator random);

  /** In a few words. */
  String described();
}
