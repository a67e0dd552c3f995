package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.api.Bases;
import org.graft.api.Graft;
import org.graft.api.ImportedBase;
import org.graft.api.SavedRun;
import org.graft.engine.selection.EngineSettings;
import org.graft.failure.InputException;
import org.graft.train.RunFolder;

/** {@code graft resume}, and {@code graft train --resume}: a run that was stopped goes on. */
@Parameters(commandDescription = "Go on with a run that was stopped, as if it had not been")
final class ResumeCommand extends Command {
  private static final String OPTION = "--resume";

  @Parameter(
      description = "[RUN] (a folder, or a name in --runs; by default the newest unfinished)")
  private List<String> run = new ArrayList<>();

  @ParametersDelegate private final RunsOption runs = new RunsOption();

  @ParametersDelegate private final FeatureOptions features = new FeatureOptions();

  /** {@code train --resume RUN} as {@code resume RUN}; other lines as they are. */
  static TypedLine spelledOut(TypedLine line) {
    boolean resumes =
        line.is("train")
            && line.words().stream().anyMatch(a -> a.equals(OPTION) || a.startsWith(OPTION + "="));
    if (!resumes) {
      return line;
    }
    return new TypedLine(
        line.as("resume").words().stream()
            .map(argument -> argument.replaceFirst("^" + OPTION + "=", ""))
            .filter(argument -> !argument.equals(OPTION))
            .toList());
  }

  @Override
  void run(Console console) {
    if (run.size() > 1) {
      throw new InputException("one run at a time can be resumed, not " + String.join(", ", run));
    }
    Path folder =
        RunFolder.findUnfinished(runs.folder(), run.isEmpty() ? RunFolder.LAST : run.get(0));
    SavedRun left = Graft.openRun(folder);
    EngineSettings engines = features.require(left.request().engines());
    ImportedBase base = new Bases(console.environment().home()).open(left.base());
    left.resume(
        base,
        features.computing(console, engines),
        new TypedWords(typed()),
        new SessionLines(console));
    RunLines.tell(console, left);
  }
}
