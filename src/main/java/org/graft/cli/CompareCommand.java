package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.base.Base;
import org.graft.base.Shelf;
import org.graft.doctor.Diagnosis;
import org.graft.doctor.Doctor;
import org.graft.doctor.Patient;
import org.graft.experiment.McNemar;
import org.graft.experiment.Scores;
import org.graft.experiment.Verdict;
import org.graft.experiment.Wilson;
import org.graft.failure.InputException;
import org.graft.feature.Extraction;
import org.graft.image.Dataset;
import org.graft.train.Evaluation;
import org.graft.train.LiveRun;
import org.graft.train.Run;
import org.graft.train.TrainRequest;

/** {@code graft compare}: the same training on several bases, side by side. */
@Parameters(commandDescription = "Train the same head on several bases, side by side")
final class CompareCommand extends Command {
  @Parameter(names = "--bases", required = true, description = "Names on the shelf, with commas")
  private List<String> bases;

  @ParametersDelegate private final TrainingOptions options = new TrainingOptions();

  @Override
  void run(Console console) {
    Shelf shelf = new Shelf(console.environment().home());
    List<String> names = names();
    names.forEach(name -> options.require(shelf, name));
    Path runs = options.runs();
    Extraction extraction = options.extraction(console);
    Dataset dataset = options.dataset();
    options.audit(console, dataset, options.side(shelf.record(names.get(0))));
    List<Map<String, Object>> rows = new ArrayList<>();
    List<Evaluation> evaluations = new ArrayList<>();
    Evaluation best = null;
    for (String name : names) {
      Base base = shelf.load(name);
      TrainRequest request = options.request(base, dataset);
      console.progress(
          "%s, %d px, recipe %s, preprocessing %s",
          name, request.size(), request.recipe().name(), request.preprocessing());
      LiveRun live = LiveRun.begin(runs, name, request, console.environment().clock());
      options.track(console, live);
      Run run = Session.train(console, base, live, extraction.of(name));
      Map<String, Object> row = row(run, live.folder());
      row.put("cause", cause(console, new Patient(base, request, false), run));
      best = best == null || run.evaluation().correct() > best.correct() ? run.evaluation() : best;
      rows.add(row);
      evaluations.add(run.evaluation());
    }
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).put("p_versus_best", McNemar.of(evaluations.get(i), best).probability());
    }
    print(console, rows);
    console.json("rows", rows);
  }

  private List<String> names() {
    List<String> names = bases.stream().map(String::strip).filter(n -> !n.isEmpty()).toList();
    if (names.isEmpty()) {
      throw new InputException("--bases names no base; give names on the shelf, with commas");
    }
    return names;
  }

  /** What the doctor says of a base that does not converge; {@code null} for one that does. */
  private String cause(Console console, Patient patient, Run run) {
    if (Verdict.of(run.evaluation()) == Verdict.CONVERGES) {
      return null;
    }
    console.progress("  %s does not converge; looking for the cause", run.record().base());
    Diagnosis diagnosis =
        new Doctor(
                console.environment().clock(),
                new QuietLines(console),
                options.extraction(console).of(run.record().base()))
            .diagnose(patient);
    return diagnosis.verdict().toString();
  }

  private static Map<String, Object> row(Run run, Path folder) {
    Evaluation evaluation = run.evaluation();
    Wilson interval = Wilson.of(evaluation.correct(), evaluation.images());
    Scores scores = Scores.of(evaluation);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("base", run.record().base());
    row.put("test_accuracy", evaluation.accuracy());
    row.put("ci95", List.of(interval.low(), interval.high()));
    row.put("base_rate", evaluation.baseRate());
    row.put("verdict", Verdict.of(evaluation).toString());
    row.put("cause", null);
    row.put("macro_f1", scores.macroF1());
    row.put("loss", scores.loss());
    row.put("chance", 1.0 / evaluation.labels().size());
    row.put("images_per_second", run.record().images() / run.record().seconds());
    row.put("seconds", run.record().seconds());
    row.put("run", folder.toString());
    return row;
  }

  private static void print(Console console, List<Map<String, Object>> rows) {
    console.result(
        "%-22s %8s  %-15s %9s  %8s %7s  %-10s %-13s %6s %7s",
        "BASE",
        "ACCURACY",
        "95 % INTERVAL",
        "BASE RATE",
        "MACRO F1",
        "LOSS",
        "VERDICT",
        "CAUSE",
        "P",
        "SECONDS");
    for (Map<String, Object> row : rows) {
      List<?> interval = (List<?>) row.get("ci95");
      console.result(
          "%-22s %8.3f  %.3f … %.3f   %9.3f  %8.3f %7.3f  %-10s %-13s %6.3f %7.1f",
          row.get("base"),
          row.get("test_accuracy"),
          interval.get(0),
          interval.get(1),
          row.get("base_rate"),
          row.get("macro_f1"),
          row.get("loss"),
          row.get("verdict"),
          row.get("cause") == null ? "" : row.get("cause"),
          row.get("p_versus_best"),
          row.get("seconds"));
    }
  }
}
