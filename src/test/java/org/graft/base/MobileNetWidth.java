package org.graft.base;

import org.graft.plan.Conv2d;
import org.graft.plan.Layer;
import org.graft.plan.Plan;

/** MobileNet at alpha 0.25, made from the plan at alpha 1. */
final class MobileNetWidth {
  private MobileNetWidth() {}

  static Plan quarter(Plan plan) {
    return new Plan(plan.layers().stream().map(MobileNetWidth::quarter).toList());
  }

  private static Layer quarter(Layer layer) {
    return layer instanceof Conv2d c
        ? new Conv2d(
            c.name(), c.input(), c.filters() / 4, c.window(), c.groups(), c.bias(), c.activation())
        : layer;
  }
}
