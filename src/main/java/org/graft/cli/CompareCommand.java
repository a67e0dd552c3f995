package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.graft.audit.AuditMemory;
import org.graft.base.Base;
import org.graft.base.Shelf;
import org.graft.doctor.Doctor;
import org.graft.doctor.Patient;
import org.graft.experiment.Comparison;
import org.graft.experiment.ComparisonRow;
import org.graft.experiment.Control;
import org.graft.experiment.Controls;
import org.graft.experiment.TrainedCell;
import org.graft.experiment.Verdict;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.feature.Extraction;
import org.graft.graph.Threads;
import org.graft.image.Dataset;
import org.graft.provenance.Version;
import org.graft.report.CompareReport;
import org.graft.train.Evaluation;
import org.graft.train.RunFolder;
import org.graft.train.TrainRequest;

/** {@code graft compare}: the same training on several bases, side by side. */
@Parameters(commandDescription = "Train the same head on several bases, side by side")
final class CompareCommand extends Command {
  private static final String BASES = "--bases";
  private static final String SEEDS = "--seeds";
  private static final String GRID = "--grid";

  @Parameter(names = BASES, required = true, description = "Names on the shelf, with commas")
  private List<String> bases;

  @Parameter(
      names = SEEDS,
      description = "Trains once with each of these seeds, with commas, on the same split")
  private List<Long> seeds = new ArrayList<>();

  @Parameter(
      names = GRID,
      description =
          "Tries every combination, such as size=32|75,preprocessing=raw|catalogue,"
              + "learning-rate=0.003|0.0003")
  private String grid;

  @ParametersDelegate private final TrainingOptions options = new TrainingOptions();

  /** Trainings that differ by their seeds alone. */
  private record Group(Base base, TrainRequest request, List<TrainedCell> cells, String cause) {
    Evaluation evaluation() {
      return cells.get(0).evaluation();
    }
  }

  @Override
  void run(Console console) {
    options.requireTested("compare");
    Threads.loadSoon();
    Shelf shelf = new Shelf(console.environment().home());
    List<String> names = names();
    List<Setting> settings = Grid.of(grid);
    settings.forEach(setting -> names.forEach(name -> options.require(shelf, name, setting)));
    Path runs = options.runs();
    Extraction extraction = options.extraction(console);
    AuditMemory audits = Caches.audits(console);
    Dataset dataset = options.dataset(audits);
    options.audit(console, audits, dataset, options.side(shelf.record(names.get(0))));
    Instant started = console.environment().clock().instant();
    CellTraining training = new CellTraining(console, options, runs, dataset);
    List<Group> groups = new ArrayList<>();
    List<Control> controls = new ArrayList<>();
    for (String name : names) {
      Base base = shelf.load(name);
      for (Setting setting : settings) {
        TrainRequest request = options.request(base, dataset, setting);
        TrainRequest settled = options.settled(console, base, request, setting);
        groups.add(group(training, base, settled, setting));
      }
      controls.addAll(controls(console, groups.get(groups.size() - settings.size()), extraction));
    }
    finish(console, runs, started, comparison(groups, controls, started));
  }

  private List<String> names() {
    List<String> names = bases.stream().map(String::strip).filter(n -> !n.isEmpty()).toList();
    if (names.isEmpty()) {
      throw new InputException("--bases names no base; give names on the shelf, with commas");
    }
    return names;
  }

  private Group group(CellTraining training, Base base, TrainRequest request, Setting setting) {
    List<TrainedCell> cells = new ArrayList<>();
    for (long seed : seeds.isEmpty() ? List.of(options.seed()) : seeds) {
      TypedLine line = line(base.facts().name(), setting, seed);
      cells.add(training.cell(base, request.withSeed(seed), line));
    }
    Group group = new Group(base, request.withSeed(cells.get(0).record().seed()), cells, null);
    return new Group(base, group.request(), cells, cause(training, group));
  }

  /** The command for one cell alone: of {@code train}, unless the split hangs on another seed. */
  private TypedLine line(String base, Setting setting, long seed) {
    TypedLine line = setting.on(typed().without(GRID));
    return seeds.isEmpty()
        ? line.as("train").without(BASES).with("--base", base)
        : line.with(BASES, base).with(SEEDS, Long.toString(seed));
  }

  /**
   * What the doctor says of a base that does not converge, now or when it was asked before; {@code
   * null} for one that does, and for other tasks.
   */
  private String cause(CellTraining training, Group group) {
    if (!isOfClasses(group) || Verdict.of(group.evaluation()) == Verdict.CONVERGES) {
      return null;
    }
    TrainedCell cell = group.cells().get(0);
    if (cell.note().cause() != null) {
      return cell.note().cause();
    }
    String cause = examined(training.console(), group);
    cell.note().with(cause).write(cell.folder());
    return cause;
  }

  /** The doctor knows runs of classes alone. */
  private static boolean isOfClasses(Group group) {
    return group.request().data().targets() == null;
  }

  private String examined(Console console, Group group) {
    String name = group.base().facts().name();
    console.progress("  %s does not converge; looking for the cause", name);
    return new Doctor(
            console.environment().clock(),
            new QuietLines(console),
            options.extraction(console).of(name))
        .cause(new Patient(group.base(), group.request(), false))
        .toString();
  }

  /** What a group must be held against; what fails is no control. */
  private static List<Control> controls(Console console, Group group, Extraction extraction) {
    String name = group.base().facts().name();
    try {
      return Controls.of(group.base(), group.request(), extraction.of(name));
    } catch (WorkFailedException e) {
      console.warn("no controls on %s: %s", name, e.getMessage());
      return List.of();
    }
  }

  private Comparison comparison(List<Group> groups, List<Control> controls, Instant started) {
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
        typed().repeated(),
        started.truncatedTo(ChronoUnit.SECONDS).toString(),
        Version.current(),
        best.images(),
        best.measures().base(),
        rows,
        all,
        best.measures().name());
  }

  private static void finish(Console console, Path runs, Instant started, Comparison comparison) {
    Path folder = RunFolder.beside(runs, started, "compare", comparison::write);
    Path report = CompareReport.write(folder, comparison);
    ComparisonLines.print(console, comparison);
    console.result("report in %s", report);
    NextStep.afterComparison(console, comparison);
    console.json(
        "rows", comparison.rows(),
        "controls", comparison.controls(),
        "report", report.toString());
  }
}
