package org.graft.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.graft.experiment.ClassScore;
import org.graft.experiment.Verdict;
import org.graft.failure.Hint;
import org.graft.failure.Setting;
import org.graft.train.Classes;
import org.graft.train.Evaluation;
import org.graft.train.RunRecord;

/**
 * What is worth doing with a finished run, each with what does it.
 *
 * @param folder where the run lies
 */
record NextSteps(String title, RunRecord run, Evaluation evaluation, Path folder, StepWords words)
    implements Section {
  /** A class is called weak whose recall lies so far below the accuracy of all. */
  private static final double WEAK = 0.1;

  /** Above that, there is little left to gain. */
  private static final double GOOD = 0.98;

  /** A step, and what does it; empty where that is not known. */
  private record Step(String text, String command) {}

  @Override
  public void write(Html html) {
    for (Step step : steps()) {
      html.leaf("p", words.said(step.text));
      if (!step.command.isEmpty()) {
        html.begin("pre").leaf("code", step.command).end();
      }
    }
  }

  private List<Step> steps() {
    if (run.wasTested() && Verdict.of(evaluation) == Verdict.BASE_RATE) {
      return List.of(
          new Step(
              "It learned next to nothing. "
                  + Hint.DIAGNOSE
                  + " finds out why, with the options of this run:",
              words.diagnosed(folder)));
    }
    List<Step> steps = new ArrayList<>();
    if (run.wasTested() && evaluation.task() instanceof Classes) {
      weakest().ifPresent(steps::add);
    }
    if (run.wasTested() && evaluation.measures().score() < GOOD) {
      doubts().ifPresent(steps::add);
      if (run.fineTune() == null) {
        steps.add(
            new Step(
                "Train the last layers of the base, too; "
                    + Hint.LAYERS.to(run.base())
                    + " shows its blocks:",
                like(new Setting(Hint.FINE_TUNE_FROM, "BLOCK"))));
      }
    }
    steps.add(new Step("Hand it out as one file:", words.exported(run)));
    return steps;
  }

  private String like(Setting... changes) {
    return words.trainedLike(folder, run, changes);
  }

  /** The class that is recognised worst, if it falls behind. */
  private Optional<Step> weakest() {
    return ClassScore.of(evaluation).stream()
        .min(Comparator.comparingDouble(ClassScore::recall))
        .filter(weakest -> weakest.recall() < evaluation.accuracy() - WEAK)
        .map(
            weakest ->
                new Step(
                    String.format(
                        Locale.ROOT,
                        "More images of %s help most: %s of its %d test images are recognised. Copies"
                            + " and images of two classes are found by:",
                        weakest.label(),
                        Shown.share(weakest.recall()),
                        weakest.images()),
                    words.audited(folder)));
  }

  /** Which labels are doubtful is known after a cross-validation. */
  private Optional<Step> doubts() {
    if (!(evaluation.task() instanceof Classes)) {
      return Optional.empty();
    }
    if (run.crossValidation() == null) {
      return Optional.of(
          new Step(
              "See which labels may be wrong, by a cross-validation:",
              like(new Setting(Hint.FOLDS, "5"))));
    }
    return run.crossValidation().doubts().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Step(
                "Look at the labels above that may be wrong, mend them, and train again:", like()));
  }
}
