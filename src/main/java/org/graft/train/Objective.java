package org.graft.train;

import java.util.List;
import java.util.Map;
import org.graft.head.Masks;
import org.graft.plan.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What is minimised: a batch's mean cost as a function of the trainable parameters. It is computed
 * from the parameters' arrays as they are when asked. Holds native memory until it is closed.
 */
interface Objective extends AutoCloseable {
  /**
   * The trainable arrays by {@code layer/parameter}, live: changing one changes what comes next.
   */
  Map<String, INDArray> parameters();

  /** The dropouts that each batch brings masks for. */
  List<Masks.DropoutMask> masks();

  /**
   * Loss, logits, and the gradient of each trainable parameter, which holds until the next call.
   */
  Gradients gradients(Batch batch);

  /** The first layer, in the plan's order, that makes of a batch what is not finite. */
  String firstNotFinite(Batch batch);

  /** {@code [n, classes]} without dropout. */
  Tensor logits(Map<String, Tensor> inputs);

  /** Frees native memory at once; what was taken of the parameters' arrays is lost with it. */
  @Override
  void close();
}
