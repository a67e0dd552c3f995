package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.failure.InputException;
import org.graft.report.Reports;
import org.graft.train.RunFolder;

/** {@code graft report}: the page of a run, a comparison or a diagnosis, made anew. */
@Parameters(commandDescription = "Make the page of a run, a comparison or a diagnosis anew")
final class ReportCommand extends Command {
  @Parameter(description = "[RUN] (a folder, or a name in --runs; by default the newest run)")
  private List<String> run = new ArrayList<>();

  @ParametersDelegate private final RunsOption runs = new RunsOption();

  @Override
  void run(Console console) {
    if (run.size() > 1) {
      throw new InputException("one report at a time is made, not " + String.join(", ", run));
    }
    Path file = Reports.write(folder(), new TypedWords(typed()));
    console.result("report in %s", file);
    console.json("report", file.toString());
  }

  private Path folder() {
    String named = run.isEmpty() ? RunFolder.LAST : run.get(0);
    return List.of(Path.of(named), runs.folder().resolve(named)).stream()
        .filter(Reports::isReported)
        .findFirst()
        .orElseGet(() -> RunFolder.find(runs.folder(), named));
  }
}
