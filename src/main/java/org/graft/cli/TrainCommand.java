package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.graft.api.Bases;
import org.graft.api.ImportedBase;
import org.graft.api.RunsFolder;
import org.graft.api.SavedRun;
import org.graft.api.Training;
import org.graft.graph.Threads;
import org.graft.train.BestEpochs;
import org.graft.train.RunFolder;

/** {@code graft train}: a new head on a frozen base. */
@Parameters(
    commandDescription =
        "Train a new head on a base; --resume RUN goes on, --like RUN does alike, --features FOLDER needs"
            + " no images")
final class TrainCommand extends Command {
  @Parameter(names = "--base", required = true, description = "Name on the shelf")
  private String base;

  @Heading.Under(Heading.RECIPE)
  @Parameter(
      names = ProvedEpochs.OPTION,
      description =
          "With --split 0: the epochs that were best in a run which was tested; by default those of"
              + " the newest run with the same options")
  private String proof;

  @ParametersDelegate private final TrainingOptions options = new TrainingOptions();

  @Override
  void run(Console console) {
    Threads.loadSoon();
    ImportedBase loaded = new Bases(console.environment().home()).open(base);
    Path runs = options.runs();
    tellProof(console);
    Training training = options.training(console, loaded);
    SavedRun run =
        training.trainIn(
            new RunsFolder(runs, console.environment().clock(), new TypedWords(typed())),
            new TrainingLines(console, options));
    RunLines.tell(console, run);
  }

  /** How long a final model learns, and why. */
  private void tellProof(Console console) {
    if (proof == null) {
      return;
    }
    options.requireFinal(ProvedEpochs.OPTION);
    Path folder = Path.of(proof);
    String epochs =
        BestEpochs.of(folder).byPhase().entrySet().stream()
            .map(best -> best.getValue() + " (" + best.getKey() + ")")
            .collect(Collectors.joining(", "));
    console.progress(
        "epochs: %s, the best of run %s, which was tested: %s",
        epochs, folder.getFileName(), MeasureLines.of(RunFolder.evaluation(folder)));
  }
}
