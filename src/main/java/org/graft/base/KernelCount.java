package org.graft.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.graft.plan.Parameter;
import org.graft.plan.Plan;
import org.graft.plan.Weights;

/**
 * How many kernels a base has, and how many values they hold together: what no way of writing a
 * network down changes.
 */
record KernelCount(int arrays, long values) {
  private static final Set<String> NAMES = Set.of(Weights.KERNEL, Weights.POINTWISE_KERNEL);

  /** Those of the first layers of a plan, of the first two layers, and so on. */
  static List<KernelCount> of(Plan plan) {
    List<KernelCount> counts = new ArrayList<>();
    int arrays = 0;
    long values = 0;
    for (List<Parameter> layer : plan.parameters().values()) {
      for (Parameter parameter : layer) {
        if (NAMES.contains(parameter.name())) {
          arrays++;
          values += parameter.size();
        }
      }
      counts.add(new KernelCount(arrays, values));
    }
    return counts;
  }
}
