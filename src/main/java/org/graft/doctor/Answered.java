package org.graft.doctor;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.train.Classes;
import org.graft.train.Evaluation;
import org.graft.train.Regression;
import org.graft.train.SeveralLabels;
import org.graft.train.Task;

/**
 * How far apart the answers are that a model gives to test images: alike where it has collapsed.
 */
final class Answered {
  private Answered() {}

  /** Adds figures by the task: of classes, of labels, of numbers. */
  static void of(Evaluation own, Map<String, Object> evidence) {
    Task task = own.task();
    if (task instanceof Regression number) {
      evidence.put("number_spread", spread(number, own));
      return;
    }
    Map<List<Integer>, Integer> counts = new HashMap<>();
    Set<Integer> labels = new HashSet<>();
    for (int i = 0; i < own.images(); i++) {
      List<Integer> named = own.named(i);
      counts.merge(named, 1, Integer::sum);
      labels.addAll(named);
    }
    double most = counts.values().stream().mapToInt(n -> n).max().orElse(0);
    if (task instanceof SeveralLabels) {
      evidence.put("labels", own.labels().size());
    }
    evidence.put(task instanceof Classes ? "predicted_classes" : "named_labels", labels.size());
    evidence.put("most_predicted", most / own.images());
  }

  /** The deviation of the numbers that are given, in deviations of those that were learned. */
  private static double spread(Regression task, Evaluation own) {
    double sum = 0;
    double squares = 0;
    for (float value : own.probabilities().values()) {
      double z = (value - task.scale().mean()) / task.scale().deviation();
      sum += z;
      squares += z * z;
    }
    double mean = sum / own.images();
    return Math.sqrt(Math.max(0, squares / own.images() - mean * mean));
  }
}
