package org.graft.tape;

import java.util.List;
import org.graft.plan.Conv2d;
import org.graft.plan.Shape;

/** How the kernels of a tape are kept and its convolutions computed. */
interface Convolutions {
  /** Whether outputs of layers with kernels have a gradient. */
  boolean areTrained();

  /** Whether there is a step for a convolution of that form. */
  boolean cover(Conv2d layer, Shape in, Shape out);

  /** The array {@code name} of {@code layer}, and its bias where that belongs to the same step. */
  Kernel kernel(String layer, String name, boolean biased);

  /** The steps of a convolution and its function. */
  List<Step> convolution(Conv2d layer, Shape from, Shape to, Values in, Values out);

  /** The step of a product with each cell by itself. */
  Step product(Values in, Values out, Kernel kernel);
}
