package org.graft.engine;

import java.util.Map;
import org.graft.plan.Tensor;

/** A network loaded for inference. Holds native memory until it is closed. */
public interface Engine extends AutoCloseable {
  /**
   * The output, one row an image.
   *
   * @param inputs what enters each input, by its name, {@code [n, height, width, channels]} or
   *     {@code [n, units]}; n is the same for all
   * @return {@code [n, ..]} float32
   */
  Tensor run(Map<String, Tensor> inputs);

  @Override
  void close();
}
