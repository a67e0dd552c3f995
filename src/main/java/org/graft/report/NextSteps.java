package org.graft.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.graft.experiment.ClassScore;
import org.graft.experiment.Verdict;
import org.graft.train.Classes;
import org.graft.train.Evaluation;
import org.graft.train.RunRecord;

/**
 * What is worth doing with a finished run, each with its command.
 *
 * @param line the command that the run came from; empty where it was not kept
 */
record NextSteps(RunRecord run, Evaluation evaluation, String line) implements Section {
  private static final String TRAIN = "graft train ";
  private static final Pattern DATA = Pattern.compile("--data ('(?:[^']|'\\\\'')*'|\\S+)");

  /** A class is called weak whose recall lies so far below the accuracy of all. */
  private static final double WEAK = 0.1;

  /** Above that, there is little left to gain. */
  private static final double GOOD = 0.98;

  /** A step, and the command for it; none where what was typed is not known. */
  private record Step(String text, String command) {}

  @Override
  public String title() {
    return "What next";
  }

  @Override
  public void write(Html html) {
    for (Step step : steps()) {
      html.leaf("p", step.text);
      if (!step.command.isEmpty()) {
        html.begin("pre").leaf("code", step.command).end();
      }
    }
  }

  private List<Step> steps() {
    if (run.wasTested() && Verdict.of(evaluation) == Verdict.BASE_RATE) {
      return List.of(
          new Step(
              "It learned next to nothing. graft doctor finds out why, with the options of this run:",
              line.startsWith(TRAIN) ? "graft doctor " + line.substring(TRAIN.length()) : ""));
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
                "Train the last layers of the base, too; graft layers --base "
                    + run.base()
                    + " shows its blocks:",
                like(" --fine-tune-from BLOCK")));
      }
    }
    steps.add(
        new Step(
            "Hand it out as one file:",
            "graft export --run " + run.id() + " --out " + run.base() + ".onnx"));
    return steps;
  }

  /** The run's training with something changed, if it came from one. */
  private String like(String change) {
    return line.startsWith(TRAIN) ? TRAIN + "--like " + run.id() + change : "";
  }

  private Optional<String> data() {
    return DATA.matcher(line).results().map(option -> option.group(1)).findFirst();
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
                        "More images of %s help most: %s of its %d test images are recognised. Copies"
                            + " and images of two classes are found by:",
                        weakest.label(), Shown.share(weakest.recall()), weakest.images()),
                    data().map(data -> "graft audit --data " + data).orElse("")));
  }

  /** Which labels are doubtful is known after a cross-validation. */
  private Optional<Step> doubts() {
    if (!(evaluation.task() instanceof Classes)) {
      return Optional.empty();
    }
    if (run.crossValidation() == null) {
      return Optional.of(
          new Step("See which labels may be wrong, by a cross-validation:", like(" --folds 5")));
    }
    return run.crossValidation().doubts().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Step(
                "Look at the labels above that may be wrong, mend them, and train again:",
                like("")));
  }
}
