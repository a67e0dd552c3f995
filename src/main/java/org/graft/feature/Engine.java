package org.graft.feature;

import org.graft.plan.Tensor;

/** A frozen network that is ready to run. */
interface Engine extends AutoCloseable {
  /**
   * One row an image.
   *
   * @param pixels {@code [n, height, width, 3]}, RGB 0..255
   * @return {@code [n, ..]}
   */
  Tensor run(Tensor pixels);

  @Override
  void close();
}
