package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.util.Map;
import org.graft.api.Evaluated;
import org.graft.api.Graft;
import org.graft.api.Testing;
import org.graft.train.Evaluation;
import org.graft.train.RunFolder;

/** {@code graft evaluate}: a run's model on a folder of labelled images. */
@Parameters(commandDescription = "Test a run's model on a folder of images")
final class EvaluateCommand extends Command {
  @Parameter(
      names = "--run",
      description = "Run folder, or its name in --runs; by default the newest that is finished")
  private String run = RunFolder.LAST;

  @ParametersDelegate private final DataOptions data = new DataOptions();

  @ParametersDelegate private final FeatureOptions options = new FeatureOptions();

  @Parameter(names = "--strict", description = "End at the first unreadable image")
  private boolean strict;

  @ParametersDelegate private final RunsOption runs = new RunsOption();

  @Override
  void run(Console console) {
    Path folder = RunFolder.find(runs.folder(), run);
    Testing plain =
        Testing.on(data.source()).computing(options.computing(console, options.settings(console)));
    Evaluated tested =
        Graft.openRun(folder)
            .evaluate(strict ? plain.strictly() : plain, new SessionLines(console));
    Evaluation evaluation = tested.evaluation();
    console.result("%s, %.1f s", MeasureLines.of(evaluation), tested.seconds());
    Map<String, Object> fields = Console.fields("run", folder.toString());
    fields.putAll(evaluation.figures());
    fields.putAll(
        Console.fields(
            "seconds", tested.seconds(),
            "images", evaluation.images(),
            "skipped", tested.skipped(),
            "left_out", tested.leftOut()));
    console.json(fields);
  }
}
