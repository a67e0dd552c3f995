package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.image.Dataset;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.train.Evaluation;
import org.graft.train.Inference;
import org.graft.train.RunFolder;
import org.graft.train.RunRecord;
import org.graft.train.Task;

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

  @Parameter(names = "--runs", description = "Folder that runs are in")
  private Path runs = Path.of("runs");

  @Override
  void run(Console console) {
    Path folder = RunFolder.find(runs, run);
    RunRecord record = RunFolder.record(folder);
    Dataset dataset = data.source().openTest(record.labels());
    AuditLines.leftOut(console, dataset.leftOut());
    List<LabelledImage> images = dataset.test();
    Task task = record.task(dataset);
    long begin = System.nanoTime();
    Reading reading =
        new Reading(record.resize(), strict, s -> console.warn("skipped: %s", s.reason()));
    ProgressBar bar = new ProgressBar(console, "test", "images", 1);
    Evaluation evaluation;
    try (Inference model =
        new Inference(record, RunFolder.trained(folder), reading, options.extraction(console))) {
      evaluation = model.evaluate(task, images, bar::show);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    console.result("%s, %.1f s", MeasureLines.of(evaluation), seconds);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", folder.toString());
    fields.putAll(evaluation.figures());
    fields.put("seconds", seconds);
    fields.put("images", evaluation.images());
    fields.put("skipped", images.size() - evaluation.images());
    fields.put("left_out", dataset.leftOut());
    console.json(fields);
  }
}
