package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.util.Map;
import org.graft.api.Exported;
import org.graft.api.Exporting;
import org.graft.api.Floor;
import org.graft.api.Graft;
import org.graft.api.TrainedModel;
import org.graft.export.parity.Agreement;
import org.graft.export.parity.Receipt;
import org.graft.failure.InputException;
import org.graft.train.Evaluation;
import org.graft.train.Measures;
import org.graft.train.RunFolder;
import org.graft.train.RunRecord;
import org.graft.train.Task;

/** {@code graft export}: a run's model as one file, or one folder, that deploys as it is. */
@Parameters(
    commandDescription =
        "Write a run's model as an ONNX or FlatBuffers file, or as a folder with all around it")
final class ExportCommand extends Command {
  private static final String INFERENCE = "inference";
  private static final String TRAINING = "training";

  @Parameter(
      names = "--run",
      description = "Run folder, or its name in --runs; by default the newest that is finished")
  private String run;

  @Parameter(names = "--format", description = "onnx or flatbuffers")
  private String format = "onnx";

  @Parameter(names = "--out", description = "File to write")
  private Path out;

  @Parameter(
      names = "--bundle",
      description = "Folder to write: the ONNX file with labels, examples, model card, for Triton")
  private Path bundle;

  @Parameter(names = "--for", description = "With --format flatbuffers: inference or training")
  private String purpose = INFERENCE;

  @Parameter(
      names = "--assert-accuracy-at-least",
      validateWith = Share.class,
      description = "Refuse to write a model whose test accuracy is below")
  private double leastAccuracy;

  @Parameter(
      names = "--assert-agreement-at-least",
      validateWith = Share.class,
      description =
          "Refuse to write a file that names the run's class on a smaller share of its test images")
  private double leastAgreement;

  @ParametersDelegate private final RunsOption runs = new RunsOption();

  @ParametersDelegate private final VariantOptions variant = new VariantOptions();

  @ParametersDelegate private final BaseExportOptions base = new BaseExportOptions();

  @Override
  void run(Console console) {
    requireOptions();
    if (base.isAsked()) {
      requireNothingOfARun();
      base.write(variant.form(), out, console);
      return;
    }
    String found = run == null ? RunFolder.LAST : run;
    TrainedModel model = Graft.openRun(RunFolder.find(runs.folder(), found)).model();
    Exporting asked =
        model
            .exporting()
            .form(variant.form())
            .atLeast(new Floor(leastAccuracy, leastAgreement))
            .clock(console.environment().clock());
    tell(written(asked), model.run().record(), console);
  }

  private Exported written(Exporting asked) {
    if (isOnnx()) {
      return bundle == null ? asked.toOnnx(out) : asked.toBundle(bundle);
    }
    return isForTraining() ? asked.toFlatBuffersForTraining(out) : asked.toFlatBuffers(out);
  }

  private void requireNothingOfARun() {
    if (run != null || !isOnnx() || bundle != null || leastAccuracy > 0 || leastAgreement > 0) {
      throw new InputException(
          "--base goes with --out FILE.onnx, and without --run, --bundle and --assert-…");
    }
  }

  private void requireOptions() {
    if (!isOnnx() && !format.equals("flatbuffers")) {
      throw new InputException("there is no format '" + format + "'; there are onnx, flatbuffers");
    }
    if (!isForTraining() && !purpose.equals(INFERENCE)) {
      throw new InputException("--for takes inference, training, not '" + purpose + "'");
    }
    if (variant.form().isAsked() && !isOnnx()) {
      throw new InputException(
          "--input, --layout, --size, --features and --precision go with --format onnx");
    }
    if (isForTraining() && isOnnx()) {
      throw new InputException("--for training goes with --format flatbuffers");
    }
    if (bundle != null && !isOnnx()) {
      throw new InputException("--bundle goes with --format onnx");
    }
    if ((bundle == null) == (out == null)) {
      throw new InputException("export needs --out FILE or --bundle FOLDER, and not both");
    }
    if (bundle == null) {
      Destination.file("--out", out);
    } else {
      Destination.folder("--bundle", bundle);
    }
  }

  private boolean isOnnx() {
    return format.equals("onnx");
  }

  private boolean isForTraining() {
    return purpose.equals(TRAINING);
  }

  private void tell(Exported exported, RunRecord record, Console console) {
    Receipt receipt = exported.receipt();
    Evaluation tested = exported.tested();
    Measures measures = tested.measures();
    console.result(
        "wrote %s, %,d bytes: re-read and re-run on %d images, greatest difference %.1e, same %s on"
            + " %.0f %%",
        receipt.file(),
        receipt.bytes(),
        receipt.images(),
        receipt.maxAbsDifference(),
        tested.task().word(),
        100 * receipt.top1Agreement());
    receipt
        .tested()
        .ifPresentOrElse(
            agreement -> tell(agreement, tested.task(), measures.name(), console),
            () -> {
              if (record.wasTested()) {
                console.result(
                    "test %s %.3f on %d images",
                    measures.name(), measures.score(), tested.images());
              }
            });
    if (!record.wasTested()) {
      console.warn(
          "the run learned from all images and was not tested: every figure is of images that it"
              + " has seen, and the file says so");
    }
    if (isOnnx()) {
      NextStep.tell(console, "graft predict --model " + receipt.file() + " IMAGE");
    }
    Map<String, Object> fields =
        Console.fields(
            "file", receipt.file().toString(),
            "max_abs_difference", receipt.maxAbsDifference(),
            "top1_agreement", receipt.top1Agreement(),
            "bytes", receipt.bytes(),
            "sha256", receipt.sha256(),
            "images", receipt.images());
    fields.putAll(MeasureLines.fields(record, tested));
    fields.put("tested", receipt.tested().map(ExportCommand::fields));
    console.json(fields);
  }

  /** What the file has cost; what the user should not miss stands out. */
  private static void tell(Agreement agreement, Task task, String score, Console console) {
    console.result(
        "test %s of the file %.3f on %d images, of the run %.3f; the run's %s on %d of"
            + " them, greatest difference of an output %.1e",
        score,
        agreement.accuracyAfter(),
        agreement.images(),
        agreement.accuracyBefore(),
        task.word(),
        agreement.same(),
        agreement.maxAbsDifference());
    if (agreement.isCostly()) {
      console.warn(
          "the file names %s than the run on %d of %d test images, and its %s is"
              + " %.3f, not %.3f; --assert-accuracy-at-least and --assert-agreement-at-least refuse"
              + " such a file",
          task.other(),
          agreement.images() - agreement.same(),
          agreement.images(),
          score,
          agreement.accuracyAfter(),
          agreement.accuracyBefore());
    }
  }

  private static Map<String, Object> fields(Agreement agreement) {
    return Console.fields(
        "images", agreement.images(),
        "same_class", agreement.same(),
        "top1_agreement", agreement.share(),
        "max_abs_difference", agreement.maxAbsDifference(),
        "accuracy_before", agreement.accuracyBefore(),
        "accuracy_after", agreement.accuracyAfter());
  }
}
