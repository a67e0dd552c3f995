package org.graft.doctor;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.graft.experiment.Probe;
import org.graft.feature.Features;
import org.graft.head.Head;
import org.graft.head.HeadStyle;
import org.graft.head.HeadWeights;
import org.graft.head.Pooling;
import org.graft.plan.Model;
import org.graft.plan.Weights;
import org.graft.train.EpochMetrics;
import org.graft.train.Evaluation;

/** What the head does beside the probe; gives figures only, from which others draw. */
final class HeadFigures implements Check {
  @Override
  public List<Suspicion> suspicions(Lab lab, Map<String, Object> evidence) {
    double probe = lab.probe().accuracy();
    Evaluation own = lab.own().evaluation();
    HeadState head = HeadState.of(lab);
    evidence.put("classes", own.labels().size());
    evidence.put("chance", 1.0 / own.labels().size());
    evidence.put("base_rate", own.baseRate());
    evidence.put("probe_accuracy", probe);
    evidence.put("head_finite", lab.own().run().isPresent());
    evidence.put("dead_units", head.deadUnits());
    evidence.put("predicted_classes", head.predictedClasses());
    evidence.put("most_predicted", head.mostPredicted());
    lab.own().run().ifPresent(run -> addLast(run.metrics(), evidence));
    lossAtStart(lab).ifPresent(loss -> evidence.put("loss_at_start", loss));
    evidence.put("loss_of_chance", Math.log(own.labels().size()));
    return List.of();
  }

  private static void addLast(List<EpochMetrics> metrics, Map<String, Object> evidence) {
    if (!metrics.isEmpty()) {
      EpochMetrics last = metrics.get(metrics.size() - 1);
      evidence.put("train_loss", last.loss());
      evidence.put("train_accuracy", last.accuracy());
    }
  }

  /**
   * Mean cross-entropy, in nats, of a fresh head without dropout over the training images; empty
   * for a head that reads something else than the map's mean, which is all that the doctor keeps.
   */
  static OptionalDouble lossAtStart(Lab lab) {
    Features features = lab.features();
    HeadStyle style = lab.request().settled(lab.base()).recipe().head();
    return style.reads() == Pooling.MEAN
        ? OptionalDouble.of(lossAtStart(lab, style.head(lab.labels().size()), features))
        : OptionalDouble.empty();
  }

  private static double lossAtStart(Lab lab, Head head, Features features) {
    RandomGenerator random = new SplittableRandom(lab.request().seed());
    Weights weights = HeadWeights.initial(head, features.values(), random);
    Model start = head.alone(features.width(), weights);
    Evaluation first = Evaluation.of(lab.labels(), Probe.run(start, features));
    double sum = 0;
    for (int i = 0; i < first.images(); i++) {
      sum -= Math.log(Math.max(first.probability(i, first.truth()[i]), Float.MIN_NORMAL));
    }
    return sum / first.images();
  }
}
