package org.graft.doctor;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.graft.experiment.LinearProbe;
import org.graft.feature.Features;
import org.graft.head.Head;
import org.graft.head.HeadStyle;
import org.graft.head.Pooling;
import org.graft.plan.Model;
import org.graft.plan.Weights;
import org.graft.train.Classes;
import org.graft.train.EpochMetrics;
import org.graft.train.Evaluation;
import org.graft.train.Measures;
import org.graft.train.Task;

/** What the head does beside the probe; gives figures only, from which others draw. */
final class HeadFigures implements DoctorCheck {
  @Override
  public List<Suspicion> suspicions(Lab lab, Map<String, Object> evidence) {
    Evaluation own = lab.own().evaluation();
    Measures measures = own.measures();
    boolean ofClasses = lab.task() instanceof Classes;
    if (ofClasses) {
      evidence.put("classes", own.labels().size());
      evidence.put("chance", 1.0 / own.labels().size());
      evidence.put("base_rate", measures.base());
    } else {
      evidence.put("chance", Lab.notApplicable("images are not of one class each"));
      evidence.put(measures.key() + "_base", measures.base());
    }
    evidence.put("probe_" + measures.key(), Lab.score(lab.probe()));
    evidence.put("head_finite", lab.own().run().isPresent());
    evidence.put("dead_units", HeadState.deadUnits(lab));
    Answered.of(own, evidence);
    lab.own().run().ifPresent(run -> addLast(run.metrics(), evidence));
    lossAtStart(lab).ifPresent(loss -> evidence.put("loss_at_start", loss));
    evidence.put(ofClasses ? "loss_of_chance" : "loss_of_no_knowledge", lossOfIgnorance(lab));
    return List.of();
  }

  private static void addLast(List<EpochMetrics> metrics, Map<String, Object> evidence) {
    if (!metrics.isEmpty()) {
      EpochMetrics last = metrics.get(metrics.size() - 1);
      evidence.put("train_loss", last.loss());
      if (last.accuracy() != null) {
        evidence.put("train_accuracy", last.accuracy());
      }
    }
  }

  /**
   * Mean loss of a fresh head without dropout over the training images; empty for a head that reads
   * something else than the map's mean, which is all that the doctor keeps.
   */
  static OptionalDouble lossAtStart(Lab lab) {
    HeadStyle style = lab.request().settled(lab.base()).recipe().head();
    if (style.reads() != Pooling.MEAN) {
      return OptionalDouble.empty();
    }
    Features features = lab.features();
    Task task = task(lab);
    Head head = new Head(style, task.labels().size(), task.last());
    RandomGenerator random = new SplittableRandom(lab.request().seed());
    Weights weights = head.initial(features.values(), random);
    Model start = head.alone(features.width(), weights);
    return OptionalDouble.of(Evaluation.of(task, LinearProbe.run(start, features)).loss());
  }

  /** Mean loss of what tells no image from another: of k classes ln k, of labels ln 2 each. */
  static double lossOfIgnorance(Lab lab) {
    Features features = lab.features();
    Task task = task(lab);
    return new Evaluation(
            task, features.files(), features.labels(), task.ignorant(features.count()))
        .loss();
  }

  private static Task task(Lab lab) {
    return lab.task().by(lab.request().recipe().loss());
  }
}
