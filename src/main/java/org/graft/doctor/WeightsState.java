package org.graft.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.jspecify.annotations.Nullable;

/** Weights that are no numbers, all zero in a layer, or as an untrained network begins. */
final class WeightsState implements DoctorCheck {
  private static final String AGAIN = Advice.imported("the file as published");

  @Override
  public List<Suspicion> suspicions(Lab lab, Map<String, Object> evidence) {
    Weights weights = lab.base().features().weights();
    List<String> broken =
        layers(weights, a -> a.values().stream().anyMatch(tensor -> !tensor.isFinite()));
    List<String> zero = layers(weights, WeightsState::hasZeroKernel);
    boolean untrained = untrained(weights);
    evidence.put("layers_not_finite", broken.size());
    evidence.put("layers_all_zero", zero.size());
    evidence.put("initial_state", untrained);
    List<Suspicion> suspicions = new ArrayList<>();
    if (!broken.isEmpty()) {
      suspicions.add(suspicion(broken.get(0), "has weights that are not finite"));
    }
    if (!zero.isEmpty()) {
      suspicions.add(suspicion(zero.get(0), "has a kernel of zeros only"));
    }
    if (untrained) {
      suspicions.add(
          suspicion(
              null, "is as it begins: every bias is zero, every moving mean 0 and variance 1"));
    }
    return suspicions;
  }

  private static Suspicion suspicion(@Nullable String layer, String what) {
    String subject = layer == null ? "the network " : "layer " + layer + " ";
    return Suspicion.beyondTraining(Cause.WEIGHTS, layer, subject + what, AGAIN);
  }

  private static boolean hasZeroKernel(Map<String, Tensor> arrays) {
    Tensor kernel = arrays.get(Weights.KERNEL);
    return kernel != null && !any(kernel, value -> value != 0);
  }

  /** Shifts and moving statistics are where they start, in a network that has several of them. */
  private static boolean untrained(Weights weights) {
    int seen = 0;
    for (Map<String, Tensor> arrays : weights.byLayer().values()) {
      for (String shift : List.of(Weights.BIAS, Weights.BETA, Weights.MOVING_MEAN)) {
        seen += arrays.containsKey(shift) ? 1 : 0;
        if (arrays.containsKey(shift) && any(arrays.get(shift), value -> value != 0)) {
          return false;
        }
      }
      Tensor variance = arrays.get(Weights.MOVING_VARIANCE);
      if (variance != null && any(variance, value -> value != 1)) {
        return false;
      }
    }
    return seen > 1;
  }

  private static List<String> layers(Weights weights, Predicate<Map<String, Tensor>> which) {
    return weights.byLayer().entrySet().stream()
        .filter(layer -> which.test(layer.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean any(Tensor tensor, DoublePredicate test) {
    for (float value : tensor.values()) {
      if (test.test(value)) {
        return true;
      }
    }
    return false;
  }
}
