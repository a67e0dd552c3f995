package org.graft.engine;

import java.util.List;
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

  /** The layers that it has no form of, with their kinds; they are run by SameDiff. */
  default List<String> bySameDiff() {
    return List.of();
  }

  @Override
  void close();
}
