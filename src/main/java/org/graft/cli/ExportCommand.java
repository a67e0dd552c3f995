package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import org.graft.experiment.Samples;
import org.graft.export.flatbuffers.FlatBuffersExport;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxOptions;
import org.graft.export.onnx.Proof;
import org.graft.export.parity.Receipt;
import org.graft.failure.InputException;
import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.image.Resize;
import org.graft.plan.FoldBatchNorm;
import org.graft.provenance.ModelCard;
import org.graft.train.RunFolder;
import org.graft.train.RunRecord;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code graft export}: a run's model as one file that deploys as it is. */
@Parameters(commandDescription = "Write a run's model as an ONNX or FlatBuffers file")
final class ExportCommand extends Command {
  @Parameter(names = "--run", required = true, description = "Run folder, or its name in --runs")
  private String run;

  @Parameter(names = "--format", description = "onnx or flatbuffers")
  private String format = "onnx";

  @Parameter(names = "--out", required = true, description = "File to write")
  private Path out;

  @Parameter(
      names = "--assert-accuracy-at-least",
      validateWith = Share.class,
      description = "Refuse to write a model whose test accuracy is below")
  private double least;

  @Parameter(names = "--runs", description = "Folder that runs are in")
  private Path runs = Path.of("runs");

  @ParametersDelegate private final VariantOptions variant = new VariantOptions();

  @Override
  void run(Console console) {
    if (!format.equals("onnx") && !format.equals("flatbuffers")) {
      throw new InputException("there is no format '" + format + "'; there are onnx, flatbuffers");
    }
    boolean onnx = format.equals("onnx");
    if (variant.isAsked() && !onnx) {
      throw new InputException(
          "--input, --layout, --size, --features and --precision go with --format onnx");
    }
    Destination.file("--out", out);
    Path folder = RunFolder.find(runs, run);
    RunRecord record = RunFolder.record(folder);
    AccuracyGate gate = AccuracyGate.of(folder, least, onnx && variant.isAnother(record));
    Network network =
        Emitter.inference(variant.sized(FoldBatchNorm.apply(RunFolder.model(folder)), record));
    int side = variant.side(record);
    Resize resize = new Resize(side, side, record.interpolation());
    ModelCard card = record.card(console.environment().clock().instant());
    Receipt receipt;
    try (INDArray samples = Network.toNative(Samples.of(RunFolder.testFiles(folder), resize))) {
      if (onnx) {
        OnnxOptions options = variant.options(network, record, card);
        receipt = OnnxExport.write(network, out, options, new Proof(samples, gate));
      } else {
        receipt = FlatBuffersExport.write(network, out, card.toMetadata(), samples);
      }
    }
    tell(receipt, gate, console);
  }

  private void tell(Receipt receipt, AccuracyGate gate, Console console) {
    console.result(
        "wrote %s, %,d bytes: re-read and re-run on %d images, greatest difference %.1e, same class"
            + " on %.0f %%",
        out,
        receipt.bytes(),
        receipt.images(),
        receipt.maxAbsDifference(),
        100 * receipt.top1Agreement());
    console.result("%s", gate.line());
    console.json(
        "file", out.toString(),
        "max_abs_difference", receipt.maxAbsDifference(),
        "top1_agreement", receipt.top1Agreement(),
        "bytes", receipt.bytes(),
        "sha256", receipt.sha256(),
        "images", receipt.images(),
        "test_accuracy", gate.accuracy());
  }
}
