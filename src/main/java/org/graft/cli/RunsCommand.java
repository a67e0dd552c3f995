package org.graft.cli;

import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.util.List;
import java.util.Map;
import org.graft.train.Leftovers;
import org.graft.train.RunFolder;
import org.graft.train.RunSummary;
import org.jspecify.annotations.Nullable;

/** {@code graft runs}: the runs in a folder, finished or not. */
@Parameters(commandDescription = "List runs: what they trained, how well, and which are unfinished")
final class RunsCommand extends Command {
  @ParametersDelegate private final RunsOption runs = new RunsOption();

  @Override
  void run(Console console) {
    Leftovers.tidy(runs.folder());
    List<RunSummary> all = RunFolder.all(runs.folder()).stream().map(RunSummary::of).toList();
    if (all.isEmpty()) {
      console.result("no runs in %s", runs.folder());
    } else {
      print(console, all);
    }
    all.stream()
        .filter(run -> run.problem() != null)
        .forEach(run -> console.warn("%s", run.problem()));
    console.json("runs", all.stream().map(RunsCommand::row).toList());
  }

  private static void print(Console console, List<RunSummary> all) {
    String form = "%-44s %-22s %-16s %8s  %s";
    console.result(form, "RUN", "BASE", "DATA", "ACCURACY", "STATUS");
    for (RunSummary run : all) {
      String accuracy = run.accuracy() == null ? "-" : String.format("%.3f", run.accuracy());
      console.result(form, run.id(), known(run.base()), known(run.data()), accuracy, run.status());
    }
  }

  private static String known(@Nullable String text) {
    return text == null ? "-" : text;
  }

  private static Map<String, Object> row(RunSummary run) {
    return Console.fields(
        "run", run.id(),
        "base", run.base(),
        "data", run.data(),
        "test_accuracy", run.accuracy(),
        "status", run.status(),
        "epochs", run.epochs(),
        "problem", run.problem());
  }
}
