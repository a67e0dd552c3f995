package org.graft.train;

import org.graft.base.Base;
import org.graft.base.Boundary;
import org.graft.plan.Plan;

/**
 * The second phase: part of the base is trained too.
 *
 * @param from the first layer that is trained; what lies before it stays frozen
 */
public record FineTune(String from, Phase phase) {
  /**
   * A phase in which {@code base} is trained from a boundary on.
   *
   * @param boundary a layer, a block or a number of frozen layers
   * @throws org.graft.failure.InputException if there is no such boundary
   */
  public static FineTune at(Base base, String boundary, Phase phase) {
    Plan plan = base.features().plan();
    int frozen = Boundary.of(base.facts(), plan, boundary).frozen();
    return new FineTune(plan.layers().get(Math.max(frozen, 1)).name(), phase);
  }
}
