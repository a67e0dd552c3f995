package org.graft.api;

import org.graft.base.Base;
import org.graft.train.FineTune;
import org.graft.train.Phase;

/**
 * A second phase, in which part of the base is trained too.
 *
 * @param boundary a layer, a block or a number of frozen layers
 */
public record SecondPhase(String boundary, Phase phase) {
  /**
   * On a base.
   *
   * @throws org.graft.failure.InputException if it has no such boundary
   */
  FineTune on(Base base) {
    return FineTune.at(base, boundary, phase);
  }
}
