package org.graft.api;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.graft.base.Base;
import org.graft.doctor.Doctor;
import org.graft.doctor.Patient;
import org.graft.experiment.CellKey;
import org.graft.experiment.Comparison;
import org.graft.experiment.ComparisonRow;
import org.graft.experiment.Control;
import org.graft.experiment.Controls;
import org.graft.experiment.TrainedCell;
import org.graft.experiment.Verdict;
import org.graft.failure.WorkFailedException;
import org.graft.image.Dataset;
import org.graft.provenance.Version;
import org.graft.report.CompareReport;
import org.graft.train.Evaluation;
import org.graft.train.RunFolder;
import org.graft.train.TrainRequest;
import org.jspecify.annotations.Nullable;

/** Brings a comparison about, base by base. */
final class ComparisonJob {
  private final Comparing asked;
  private final Training training;
  private final RunsFolder runs;
  private final ComparisonListener listener;
  private final List<Group> groups = new ArrayList<>();
  private final List<Control> controls = new ArrayList<>();

  ComparisonJob(Comparing asked, RunsFolder runs, ComparisonListener listener) {
    this.asked = asked;
    this.training = asked.training();
    this.runs = runs;
    this.listener = listener;
  }

  /** Trainings that differ by their seeds alone. */
  private record Group(
      Base base, TrainRequest request, List<TrainedCell> cells, @Nullable String cause) {
    Evaluation evaluation() {
      return cells.get(0).evaluation();
    }
  }

  Compared run() {
    training.data().requireTested("a comparison");
    requireSides();
    TrainingJob first = new TrainingJob(training.on(asked.bases().get(0)), listener);
    Dataset dataset = first.open();
    first.audit(dataset);
    Instant started = runs.clock().instant();
    CellKey keys = new CellKey(dataset, training.computing().digests());
    CellTraining cells = new CellTraining(runs, training.computing(), listener, keys);
    asked.bases().forEach(base -> compare(cells, base, dataset));
    Comparison comparison = comparison(started);
    Path folder = RunFolder.beside(runs.folder(), started, "compare", comparison::write);
    return new Compared(comparison, folder, CompareReport.write(folder, comparison));
  }

  private void requireSides() {
    for (Variation variation : asked.variations()) {
      for (ImportedBase base : asked.bases()) {
        variation.of(training.on(base)).images().requiredOn(base.base());
      }
    }
  }

  private void compare(CellTraining cells, ImportedBase base, Dataset dataset) {
    int before = groups.size();
    for (Variation variation : asked.variations()) {
      TrainingJob job = new TrainingJob(variation.of(training.on(base)), listener);
      groups.add(group(cells, base.base(), job.settled(job.request(dataset)), variation));
    }
    controls.addAll(controls(groups.get(before)));
  }

  private Group group(CellTraining cells, Base base, TrainRequest request, Variation variation) {
    List<TrainedCell> trained = new ArrayList<>();
    for (long seed : asked.trainedWith()) {
      String command = runs.words().cell(base.facts().name(), variation, seed);
      trained.add(cells.cell(base, request.withSeed(seed), command));
    }
    TrainRequest first = request.withSeed(trained.get(0).record().seed());
    return new Group(base, first, trained, cause(base, first, trained.get(0)));
  }

  /**
   * What the doctor says of a base that does not converge, now or when it was asked before; {@code
   * null} for one that does, and where there are no images to ask of.
   */
  private @Nullable String cause(Base base, TrainRequest request, TrainedCell cell) {
    if (Verdict.of(cell.evaluation()) == Verdict.CONVERGES || training.data().isFeatures()) {
      return null;
    }
    if (cell.note().cause() != null) {
      return cell.note().cause();
    }
    String name = base.facts().name();
    listener.examined(name);
    String cause =
        new Doctor(new Quiet(listener), training.computing().on(name))
            .cause(new Patient(base, request, false))
            .toString();
    cell.note().withCause(cause).write(cell.folder());
    return cause;
  }

  /** What a group must be held against; what fails is no control. */
  private List<Control> controls(Group group) {
    String name = group.base().facts().name();
    try {
      return Controls.of(group.base(), group.request(), training.computing().on(name));
    } catch (WorkFailedException e) {
      listener.uncontrolled(name, e.getMessage());
      return List.of();
    }
  }

  private Comparison comparison(Instant started) {
    Evaluation best =
        groups.stream()
            .map(Group::evaluation)
            .max(Comparator.comparingDouble(e -> e.measures().score()))
            .orElseThrow();
    List<ComparisonRow> rows = new ArrayList<>();
    for (Group group : groups) {
      long parameters = RunFolder.trained(group.cells().get(0).folder()).weights().count();
      rows.add(ComparisonRow.of(group.cells(), group.cause(), parameters, best));
    }
    List<Control> all = new ArrayList<>(Control.ofData(best));
    all.addAll(controls);
    return new Comparison(
        Comparison.FORMAT,
        groups.get(0).cells().get(0).record().data(),
        groups.get(0).request().recipe().name(),
        runs.words().whole(),
        started.truncatedTo(ChronoUnit.SECONDS).toString(),
        Version.current(),
        best.images(),
        best.measures().base(),
        rows,
        all,
        best.measures().name());
  }
}
