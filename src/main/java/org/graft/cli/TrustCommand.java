package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.util.ArrayList;
import java.util.List;
import org.graft.failure.InputException;
import org.graft.train.RunFolder;

/**
 * {@code graft trust RUN}: runs the head of a run that was trained elsewhere, which is a program.
 */
@Parameters(
    commandDescription =
        "Allow the head of one's own in a run from elsewhere, which is a program, to be run here")
final class TrustCommand extends Command {
  @Parameter(description = "RUN (a folder, or a name in --runs)")
  private List<String> run = new ArrayList<>();

  @ParametersDelegate private final RunsOption runs = new RunsOption();

  @Override
  void run(Console console) {
    if (run.size() != 1) {
      throw new InputException("trust takes one run; graft runs lists them");
    }
    String named = run.get(0);
    int graphs = RunFolder.trustHead(runs.folder(), named);
    console.result(
        graphs == 0
            ? "run %s has no head of its own; there is nothing to trust"
            : "the head of run %s may be run on this machine",
        named);
    console.json("run", named, "graphs", graphs);
  }
}
