package org.graft.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.experiment.Calibration;
import org.graft.experiment.ClassScore;
import org.graft.experiment.Verdict;
import org.graft.experiment.Wilson;
import org.graft.plan.Model;
import org.graft.train.Evaluation;
import org.graft.train.FineTune;
import org.graft.train.RunFolder;
import org.graft.train.RunRecord;
import org.graft.train.Schedule;

/** The page of a finished run, made of what its folder holds. */
public final class RunReport {
  /** The page's name in the folder. */
  public static final String FILE = Page.FILE;

  private RunReport() {}

  /** Writes {@code report.html} into the folder of a finished run and returns its path. */
  public static Path write(Path folder) {
    return write(folder, RunFolder.trained(folder));
  }

  /** The same when its model is at hand, as it was trained. */
  public static Path write(Path folder, Model trained) {
    RunRecord run = RunFolder.record(folder);
    Evaluation evaluation = RunFolder.evaluation(folder);
    return write(folder, run, evaluation, HeatMaps.of(trained, run, evaluation));
  }

  /** The same without what the base would have to be loaded and run again for. */
  public static Path writeWithoutBase(Path folder) {
    RunRecord run = RunFolder.record(folder);
    HeatMaps none =
        HeatMaps.leftOut(
            "Not drawn yet: all features were kept, so that the base was not loaded. graft report "
                + run.id()
                + " draws it.");
    return write(folder, run, RunFolder.evaluation(folder), none);
  }

  private static Path write(Path folder, RunRecord run, Evaluation evaluation, HeatMaps heat) {
    Wilson interval = Wilson.of(evaluation.correct(), evaluation.images());
    String lead =
        String.format(
            "Test accuracy %s on %d images, 95 %% interval %s … %s, base rate %s: %s.",
            Shown.share(run.testAccuracy()),
            evaluation.images(),
            Shown.share(interval.low()),
            Shown.share(interval.high()),
            Shown.share(run.baseRate()),
            Verdict.of(evaluation));
    double chance = Math.log(run.labels().size());
    return new Page(
            run.base() + " on " + run.data(),
            lead,
            List.of(
                new Curves(RunFolder.metrics(folder), run.baseRate(), chance),
                new Mistakes(evaluation),
                heat,
                new ClassTable(ClassScore.of(evaluation)),
                new ConfusionTable(evaluation),
                new Reliability(Calibration.of(evaluation)),
                new Facts("Provenance", facts(run)),
                new Repeat(RunFolder.command(folder))))
        .write(folder);
  }

  private static Map<String, String> facts(RunRecord run) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("run", run.id());
    facts.put("base", run.base() + ", up to " + run.featureLayer());
    facts.put("weights", run.baseOrigin().file() + ", SHA-256 " + run.baseOrigin().sha256());
    facts.put("licence of the weights", run.licence());
    facts.put(
        "images",
        String.format(
            "%d to learn from, %d to test with, %d skipped",
            run.trainImages(), run.testImages(), run.skipped()));
    facts.put(
        "pixels",
        String.format(
            "%d px, %s, prepared as %s", run.size(), run.interpolation(), run.preprocessing()));
    if (run.choice() != null) {
      facts.put("preprocessing", run.choice().reason());
    }
    facts.put("recipe", recipe(run));
    if (run.fineTune() != null) {
      facts.put("second phase", secondPhase(run.fineTune()));
    }
    if (run.augmentation() != null) {
      facts.put("augmentation", run.augmentation());
    }
    facts.put("seed", Long.toString(run.seed()));
    facts.put("started", run.started());
    facts.put("seconds", Shown.at(run.seconds()));
    facts.put("graft", run.graft());
    return facts;
  }

  private static String recipe(RunRecord run) {
    return String.format(
        "%s: %s, %s",
        run.recipe().name(),
        run.recipe().describedHead(),
        schedule(run.recipe().phase().schedule()));
  }

  private static String secondPhase(FineTune fineTune) {
    return "from " + fineTune.from() + " on, " + schedule(fineTune.phase().schedule());
  }

  private static String schedule(Schedule schedule) {
    return String.format(
        "%d epochs, batches of %d, learning rate %s",
        schedule.epochs(), schedule.batch(), schedule.learningRate());
  }
}
