package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.nio.file.Path;
import org.graft.experiment.Samples;
import org.graft.export.flatbuffers.FlatBuffersExport;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxOptions;
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

  @Parameter(names = "--runs", description = "Folder that runs are in")
  private Path runs = Path.of("runs");

  @Override
  void run(Console console) {
    if (!format.equals("onnx") && !format.equals("flatbuffers")) {
      throw new InputException("there is no format '" + format + "'; there are onnx, flatbuffers");
    }
    Destination.file("--out", out);
    Path folder = RunFolder.find(runs, run);
    RunRecord record = RunFolder.record(folder);
    Network network = Emitter.inference(FoldBatchNorm.apply(RunFolder.model(folder)));
    Resize resize = new Resize(record.size(), record.size(), record.interpolation());
    ModelCard card = record.card(console.environment().clock().instant());
    Receipt receipt;
    try (INDArray samples = Network.toNative(Samples.of(RunFolder.testFiles(folder), resize))) {
      receipt =
          format.equals("onnx")
              ? OnnxExport.write(
                  network, out, OnnxOptions.classifier(network, card.toMetadata()), samples)
              : FlatBuffersExport.write(network, out, card.toMetadata(), samples);
    }
    console.result(
        "wrote %s, %,d bytes: re-read and re-run on %d images, greatest difference %.1e, same class"
            + " on %.0f %%",
        out,
        receipt.bytes(),
        receipt.images(),
        receipt.maxAbsDifference(),
        100 * receipt.top1Agreement());
    console.json(
        "file", out.toString(),
        "max_abs_difference", receipt.maxAbsDifference(),
        "top1_agreement", receipt.top1Agreement(),
        "bytes", receipt.bytes(),
        "sha256", receipt.sha256(),
        "images", receipt.images());
  }
}
