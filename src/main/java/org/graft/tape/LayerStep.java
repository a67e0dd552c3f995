package org.graft.tape;

/**
 * One layer over a batch, there and back. Steps read and write the {@link Values} they were given.
 */
interface LayerStep {
  /** Makes the layer's output of its inputs. */
  void forward();

  /**
   * Adds to the gradient by each input, and replaces that by each parameter, given the gradient by
   * the output; the values are still those of the last {@link #forward}.
   */
  void backward();
}
