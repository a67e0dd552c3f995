package org.graft.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.graft.experiment.ClassScore;
import org.graft.experiment.Score;
import org.graft.experiment.Verdict;
import org.graft.image.Exif;
import org.graft.plan.Model;
import org.graft.train.Calibration;
import org.graft.train.Classes;
import org.graft.train.EpochMetrics;
import org.graft.train.Evaluation;
import org.graft.train.FineTune;
import org.graft.train.LabelScore;
import org.graft.train.Measures;
import org.graft.train.Regression;
import org.graft.train.RunFolder;
import org.graft.train.RunRecord;
import org.graft.train.Schedule;
import org.graft.train.SeveralLabels;

/** The page of a finished run, made of what its folder holds. */
public final class RunReport {
  /** The page's name in the folder. */
  public static final String FILE = Page.FILE;

  private static final HeatMaps NO_HEAT =
      HeatMaps.leftOut("Drawn where an image is of one class alone.");

  private RunReport() {}

  /**
   * Writes {@code report.html} into the folder of a finished run and returns its path.
   *
   * @param words say how to go on
   */
  public static Path write(Path folder, StepWords words) {
    return write(folder, RunFolder.trained(folder), words);
  }

  /** The same when its model is at hand, as it was trained. */
  public static Path write(Path folder, Model trained, StepWords words) {
    RunRecord run = RunFolder.record(folder);
    Evaluation evaluation = RunFolder.evaluation(folder);
    return write(folder, run, evaluation, heat(trained, run, evaluation), words);
  }

  private static HeatMaps heat(Model trained, RunRecord run, Evaluation evaluation) {
    return evaluation.task() instanceof Classes ? HeatMaps.of(trained, run, evaluation) : NO_HEAT;
  }

  /** The same without what the base would have to be loaded and run again for. */
  public static Path writeWithoutBase(Path folder, StepWords words) {
    RunRecord run = RunFolder.record(folder);
    Evaluation evaluation = RunFolder.evaluation(folder);
    HeatMaps none =
        evaluation.task() instanceof Classes
            ? HeatMaps.leftOut(
                "Not drawn yet: all features were kept, so that the base was not loaded. graft report "
                    + run.id()
                    + " draws it.")
            : NO_HEAT;
    return write(folder, run, evaluation, none, words);
  }

  private static Path write(
      Path folder, RunRecord run, Evaluation evaluation, HeatMaps heat, StepWords words) {
    String lead = run.wasTested() ? tested(evaluation) : untested(run, evaluation);
    List<Section> sections = new ArrayList<>();
    sections.add(curves(folder, run, evaluation));
    sections.add(mistakes(evaluation));
    if (run.crossValidation() != null) {
      sections.add(new DoubtfulLabels("Labels to look at", run.crossValidation().doubts()));
    }
    sections.add(heat);
    sections.addAll(byLabel(run, evaluation));
    sections.add(new NextSteps("What next", run, evaluation, folder, words));
    sections.add(new Facts("Provenance", facts(run)));
    sections.add(new Repeat("Do it again", RunFolder.command(folder)));
    return new Page(run.base() + " on " + run.data(), lead, sections).write(folder);
  }

  private static String untested(RunRecord run, Evaluation evaluation) {
    return String.format(
        Locale.ROOT,
        "A final model: it learned from all %d images and was not tested. %s on the images that it"
            + " learned from is %s, as is all below, and says little about others.%s",
        run.trainImages(),
        evaluation.measures().name(),
        Shown.share(evaluation.measures().score()),
        run.crossValidation() == null
            ? ""
            : String.format(
                " Cross-validated before: %s ± %s.",
                Shown.share(run.crossValidation().mean()),
                Shown.share(run.crossValidation().deviation())));
  }

  private static String tested(Evaluation evaluation) {
    Score score = Score.of(evaluation);
    return String.format(
        Locale.ROOT,
        "Test %s %s on %d images, 95 %% interval %s … %s, base rate %s: %s.%s",
        score.name(),
        Shown.share(score.value()),
        evaluation.images(),
        Shown.share(score.low()),
        Shown.share(score.high()),
        Shown.share(score.base()),
        Verdict.of(score),
        further(evaluation.measures()));
  }

  private static String further(Measures measures) {
    return measures.further().isEmpty() ? "" : " " + measures.further() + ".";
  }

  private static Section mistakes(Evaluation evaluation) {
    return evaluation.task() instanceof Regression number
        ? new GreatestErrors("Greatest errors", evaluation, number)
        : new Mistakes("Most confident mistakes", evaluation);
  }

  private static Curves curves(Path folder, RunRecord run, Evaluation evaluation) {
    double baseRate = Double.NaN;
    double chance = Double.NaN;
    if (evaluation.task().isCounted()) {
      boolean several = evaluation.task() instanceof SeveralLabels;
      baseRate = several ? evaluation.commonestShare() : evaluation.baseRate();
      chance = Math.log(several ? 2 : run.labels().size());
    }
    List<EpochMetrics> epochs = RunFolder.metrics(folder);
    return new Curves("Learning curves", epochs, run.watched(), baseRate, chance);
  }

  /**
   * What is told of each label: there is no confusion of labels that do not shut each other out.
   */
  private static List<Section> byLabel(RunRecord run, Evaluation evaluation) {
    if (evaluation.task() instanceof SeveralLabels several) {
      return List.of(new LabelTable("Labels", LabelScore.of(several, evaluation)));
    }
    return evaluation.task() instanceof Classes
        ? List.of(
            new ClassTable("Classes", ClassScore.of(evaluation)),
            new ConfusionTable("Confusion", evaluation),
            new Reliability(
                "Calibration", Calibration.of(evaluation), Optional.ofNullable(run.calibrated())))
        : List.of();
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
            Locale.ROOT,
            "%d to learn from, %d to test with, %d skipped",
            run.trainImages(),
            run.testImages(),
            run.skipped()));
    facts.put(
        "pixels",
        String.format(
            Locale.ROOT,
            "%d px, %s, EXIF orientation %s, prepared as %s",
            run.size(),
            run.interpolation(),
            run.exif() == Exif.APPLY ? "applied" : "ignored",
            run.preprocessing()));
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
        Locale.ROOT,
        "%d epochs, batches of %d, learning rate %s",
        schedule.epochs(),
        schedule.batch(),
        schedule.learningRate());
  }
}
