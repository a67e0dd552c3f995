package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import org.graft.base.Base;
import org.graft.base.Shelf;
import org.graft.image.Dataset;
import org.graft.train.Run;
import org.graft.train.RunFolder;
import org.graft.train.RunRecord;
import org.graft.train.TrainRequest;
import org.graft.train.Trainer;

/** {@code graft train}: a new head on a frozen base. */
@Parameters(commandDescription = "Graft a head on a base and train it on a folder of images")
final class TrainCommand extends Command {
  @Parameter(names = "--base", required = true, description = "Name on the shelf")
  private String base;

  @ParametersDelegate private final TrainingOptions options = new TrainingOptions();

  @Override
  void run(Console console) {
    Base loaded = new Shelf(console.environment().home()).load(base);
    Path runs = options.runs();
    Dataset dataset = options.dataset();
    TrainRequest request = options.request(loaded, dataset);
    options.audit(console, dataset, request.size());
    console.progress(
        "training a head for %d classes on %s, %d px, recipe %s, preprocessing %s",
        dataset.labels().size(),
        base,
        request.size(),
        request.recipe().name(),
        request.preprocessing());
    Run run =
        new Trainer(
                console.environment().clock(),
                new ProgressLines(console),
                options.extraction(console, base))
            .train(loaded, request);
    Path folder = RunFolder.write(runs, run);
    RunRecord record = run.record();
    console.result(
        "test accuracy %.3f on %d images (base rate %.3f), %.1f s%s",
        record.testAccuracy(),
        record.testImages(),
        record.baseRate(),
        record.seconds(),
        record.skipped() == 0 ? "" : ", " + record.skipped() + " images skipped");
    console.result("run in %s", folder);
    console.json(
        "run", folder.toString(),
        "test_accuracy", record.testAccuracy(),
        "base_rate", record.baseRate(),
        "seconds", record.seconds(),
        "images", record.images(),
        "skipped", record.skipped());
  }
}
