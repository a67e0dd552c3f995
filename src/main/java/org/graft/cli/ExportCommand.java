package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.graft.experiment.Samples;
import org.graft.export.bundle.Bundle;
import org.graft.export.flatbuffers.FlatBuffersExport;
import org.graft.export.flatbuffers.TrainingGraph;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxOptions;
import org.graft.export.onnx.Proof;
import org.graft.export.parity.Agreement;
import org.graft.export.parity.Receipt;
import org.graft.failure.InputException;
import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.head.Head;
import org.graft.image.Resize;
import org.graft.plan.Model;
import org.graft.provenance.ModelCard;
import org.graft.train.Evaluation;
import org.graft.train.Measures;
import org.graft.train.RunFolder;
import org.graft.train.RunRecord;
import org.graft.train.Task;
import org.nd4j.linalg.api.ndarray.INDArray;

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
  private String run = RunFolder.LAST;

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

  @Parameter(names = "--runs", description = "Folder that runs are in")
  private Path runs = Path.of("runs");

  @ParametersDelegate private final VariantOptions variant = new VariantOptions();

  @Override
  void run(Console console) {
    requireOptions();
    Path folder = RunFolder.find(runs, run);
    RunRecord record = RunFolder.record(folder);
    ExportGate gate =
        ExportGate.of(
            folder,
            new ExportGate.Least(leastAccuracy, leastAgreement),
            isOnnx() && (variant.isAnother(record) || leastAgreement > 0));
    Model model = variant.sized(RunFolder.model(folder), record);
    Network network = isForTraining() ? trainable(model) : Emitter.inference(model);
    ModelCard card = record.card(model, console.environment().clock().instant());
    int side = variant.side(record);
    Resize resize = record.resize(side);
    Receipt receipt;
    try (INDArray samples = Network.toNative(Samples.of(RunFolder.testFiles(folder), resize))) {
      if (isOnnx()) {
        OnnxOptions options = variant.options(network, record, card);
        receipt = onnx(network, options, new Proof(samples, gate), record, gate);
      } else {
        receipt = FlatBuffersExport.write(network, out, card.toMetadata(), samples);
      }
    }
    tell(receipt, record, gate, console);
  }

  private Receipt onnx(
      Network network, OnnxOptions options, Proof proof, RunRecord record, ExportGate gate) {
    Function<Path, Receipt> export =
        file -> OnnxExport.write(network, file, options, proof).with(gate.agreement());
    return bundle == null
        ? export.apply(out)
        : Bundle.write(bundle, record, export, gate::evaluation);
  }

  /** Both layers of the head can be trained, or the one that it has. */
  private static Network trainable(Model model) {
    Set<String> head = new HashSet<>(model.plan().parameters().keySet());
    head.retainAll(Set.of(Head.HIDDEN, Head.LOGITS));
    return TrainingGraph.of(model, head, Head.LOGITS);
  }

  private void requireOptions() {
    if (!isOnnx() && !format.equals("flatbuffers")) {
      throw new InputException("there is no format '" + format + "'; there are onnx, flatbuffers");
    }
    if (!isForTraining() && !purpose.equals(INFERENCE)) {
      throw new InputException("--for takes inference, training, not '" + purpose + "'");
    }
    if (variant.isAsked() && !isOnnx()) {
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
      Bundle.requireRoom(Destination.folder("--bundle", bundle));
    }
  }

  private boolean isOnnx() {
    return format.equals("onnx");
  }

  private boolean isForTraining() {
    return purpose.equals(TRAINING);
  }

  private void tell(Receipt receipt, RunRecord record, ExportGate gate, Console console) {
    Evaluation tested = gate.evaluation();
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
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", receipt.file().toString());
    fields.put("max_abs_difference", receipt.maxAbsDifference());
    fields.put("top1_agreement", receipt.top1Agreement());
    fields.put("bytes", receipt.bytes());
    fields.put("sha256", receipt.sha256());
    fields.put("images", receipt.images());
    if (record.wasTested()) {
      fields.putAll(tested.figures());
    } else {
      fields.put("test_accuracy", null);
    }
    fields.put("tested", receipt.tested().map(ExportCommand::fields).orElse(null));
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
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("images", agreement.images());
    fields.put("same_class", agreement.same());
    fields.put("top1_agreement", agreement.share());
    fields.put("max_abs_difference", agreement.maxAbsDifference());
    fields.put("accuracy_before", agreement.accuracyBefore());
    fields.put("accuracy_after", agreement.accuracyAfter());
    return fields;
  }
}
