package org.graft.tape;

import java.util.List;
import org.graft.plan.Activation;

/**
 * One layer over a batch, there and back. Steps read and write the {@link Values} they were given.
 */
interface Step {
  /** Makes the layer's output of its inputs. */
  void forward();

  /**
   * Adds to the gradient by each input, and replaces that by each parameter, given the gradient by
   * the output; the values are still those of the last {@link #forward}.
   */
  void backward();

  /** This and then a layer's own function, on what it made. */
  default List<Step> then(Values out, Activation function) {
    return function == Activation.LINEAR
        ? List.of(this)
        : List.of(this, Rectified.of(out, function));
  }
}
