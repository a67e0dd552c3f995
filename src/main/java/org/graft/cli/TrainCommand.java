package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import org.graft.api.RunsFolder;
import org.graft.api.SavedRun;
import org.graft.api.Training;
import org.graft.base.Base;
import org.graft.base.Shelf;
import org.graft.graph.Threads;
import org.graft.train.LiveRun;

/** {@code graft train}: a new head on a frozen base. */
@Parameters(
    commandDescription =
        "Graft a head on a base and train it on images; --resume RUN goes on, --like RUN does alike")
final class TrainCommand extends Command {
  @Parameter(names = "--base", required = true, description = "Name on the shelf")
  private String base;

  @ParametersDelegate private final TrainingOptions options = new TrainingOptions();

  @Override
  void run(Console console) {
    Threads.loadSoon();
    Base loaded = new Shelf(console.environment().home()).load(base);
    Path runs = options.runs();
    Training training = options.training(console, loaded);
    SavedRun run =
        training.trainIn(
            new RunsFolder(runs, console.environment().clock(), new TypedWords(typed())),
            new SessionLines(console) {
              @Override
              public void begun(LiveRun live) {
                options.track(console, live);
              }
            });
    RunLines.tell(console, run);
  }
}
