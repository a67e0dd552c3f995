package org.graft.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.graft.experiment.Binomial;
import org.graft.experiment.LinearProbe;
import org.graft.experiment.Permuted;
import org.graft.experiment.Randomization;
import org.graft.train.Classes;
import org.graft.train.Evaluation;
import org.graft.train.Regression;
import org.graft.train.Task;

/**
 * Labels that say nothing about the images: the probe is at chance on features that are sound, as
 * it is when the labels are dealt out anew; and folders of the test part under another's name.
 */
final class Labels implements DoctorCheck {
  private static final double LEVEL = 0.01;

  /** Features that are all alike cannot speak against the labels. */
  private static final double MOST_COSINE = 0.999;

  private static final double MOSTLY = 0.6;
  private static final int FEWEST = 4;

  @Override
  public List<Suspicion> suspicions(Lab lab, Map<String, Object> evidence) {
    Evaluation probe = LinearProbe.heldOut(lab.task(), lab.features());
    SplittableRandom random = new SplittableRandom(lab.request().seed());
    Evaluation dealt = LinearProbe.heldOut(lab.task(), Permuted.of(lab.features(), random));
    String key = probe.measures().key();
    evidence.put("probe_held_out_" + key, Lab.score(probe));
    evidence.put("probe_permuted_" + key, Lab.score(dealt));
    boolean ofClasses = lab.task() instanceof Classes;
    if (!ofClasses) {
      evidence.put("swapped_folders", Lab.notApplicable("no folder says what an image shows"));
    }
    if (Randomization.knows(probe, LEVEL)) {
      return ofClasses ? swapped(lab, probe, evidence) : List.of();
    }
    if (FeatureSheet.of(lab.features()).cosine() > MOST_COSINE || (ofClasses && areFew(probe))) {
      return List.of();
    }
    return List.of(
        Suspicion.beyondTraining(
            Cause.DATA,
            null,
            reason(lab.task(), probe, dealt),
            ofClasses
                ? "look at the folders: images seem to lie in the wrong ones"
                : "look at the labels file: lines seem to name other images than they mean"));
  }

  /** Whether the images are so few that not even all of them answered right would be no chance. */
  private static boolean areFew(Evaluation probe) {
    return Binomial.atLeast(probe.images(), probe.images(), probe.baseRate()) >= LEVEL;
  }

  private static String reason(Task task, Evaluation probe, Evaluation dealt) {
    if (task instanceof Classes) {
      return String.format(
          Locale.ROOT,
          "the labels say nothing about the images: the probe gets %.3f of held-out images, and"
              + " %.3f with labels dealt out at random",
          probe.accuracy(),
          dealt.accuracy());
    }
    return String.format(
        Locale.ROOT,
        "the %s say nothing about the images: on held-out images the probe's %s is %.3f, and %.3f"
            + " with %s dealt out at random",
        plural(task),
        probe.measures().name(),
        Lab.score(probe),
        Lab.score(dealt),
        plural(task));
  }

  private static String plural(Task task) {
    return task instanceof Regression ? "numbers" : "labels";
  }

  /**
   * Classes that the probe knows among training images and takes for one other in the test part.
   */
  private static List<Suspicion> swapped(
      Lab lab, Evaluation heldOut, Map<String, Object> evidence) {
    Evaluation test = lab.probe();
    List<String> names = new ArrayList<>();
    for (int label = 0; label < test.labels().size(); label++) {
      int other = commonest(test.confusion()[label], label);
      boolean known = share(heldOut.confusion()[label], label) > MOSTLY;
      if (known && other >= 0) {
        names.add(test.labels().get(label) + " holds " + test.labels().get(other));
      }
    }
    evidence.put("swapped_folders", names);
    if (names.isEmpty()) {
      return List.of();
    }
    return List.of(
        Suspicion.beyondTraining(
            Cause.DATA,
            null,
            "folders of the test part seem to bear another's name: " + String.join(", ", names),
            "rename the folders in test/ (or in train/)"));
  }

  private static int commonest(int[] row, int own) {
    for (int other = 0; other < row.length; other++) {
      if (other != own && row[other] >= FEWEST && share(row, other) > MOSTLY) {
        return other;
      }
    }
    return -1;
  }

  private static double share(int[] row, int label) {
    int sum = Arrays.stream(row).sum();
    return sum == 0 ? 0 : row[label] / (double) sum;
  }
}
