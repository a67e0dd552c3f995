package org.graft.api;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.graft.card.ModelCard;
import org.graft.experiment.Samples;
import org.graft.export.bundle.Bundle;
import org.graft.export.flatbuffers.FlatBuffersExport;
import org.graft.export.flatbuffers.TrainingGraph;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.Proof;
import org.graft.export.parity.Receipt;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.head.Head;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.train.Run;
import org.graft.train.RunRecord;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model to be written as one file, or one folder, that deploys as it is: what {@code graft
 * export} does. A file is read back and run against the model before it gets its name.
 *
 * @param form of an ONNX file
 * @param floor what the file must reach to be written
 * @param clock tells when it was made, which it says of itself
 */
public record Exporting(TrainedModel model, OnnxForm form, Floor floor, Clock clock) {
  /** As it was trained, whatever it reaches. */
  public static Exporting of(TrainedModel model) {
    return new Exporting(model, OnnxForm.PLAIN, Floor.NONE, Clock.systemUTC());
  }

  public Exporting form(OnnxForm other) {
    return new Exporting(model, other, floor, clock);
  }

  /** Only if the file reaches that. */
  public Exporting atLeast(Floor other) {
    return new Exporting(model, form, other, clock);
  }

  /** Made by another clock. */
  public Exporting clock(Clock other) {
    return new Exporting(model, form, floor, other);
  }

  /**
   * Writes an ONNX file, with preprocessing and labels inside.
   *
   * @throws org.graft.failure.WorkFailedException if the file computes something else, or does not
   *     reach what is asked for; nothing is left behind
   * @throws org.graft.failure.InputException if the network does not take images of that size, or
   *     test images are gone that it would be measured on
   */
  public Exported toOnnx(Path file) {
    ExportGate gate = onnxGate();
    return new Exported(onnx(gate, file), gate.evaluation());
  }

  /**
   * Writes a folder that deploys: the ONNX file as {@code model.onnx}, its labels, examples in
   * Python and Java that need ONNX Runtime alone, a model repository for NVIDIA Triton, and a model
   * card.
   *
   * @param folder new or empty
   * @throws org.graft.failure.InputException if there is something in the folder, and as {@link
   *     #toOnnx}
   * @throws org.graft.failure.WorkFailedException as {@link #toOnnx}
   */
  public Exported toBundle(Path folder) {
    Bundle.requireRoom(folder);
    ExportGate gate = onnxGate();
    Receipt receipt = Bundle.write(folder, record(), file -> onnx(gate, file), gate::evaluation);
    return new Exported(receipt, gate.evaluation());
  }

  /** Writes a FlatBuffers file of SameDiff to predict with, labels and preprocessing beside it. */
  public Exported toFlatBuffers(Path file) {
    return flatBuffers(Emitter.inference(inference()), file);
  }

  /** The same to train the head on with. */
  public Exported toFlatBuffersForTraining(Path file) {
    Model model = inference();
    Set<String> head = new HashSet<>(model.plan().parameters().keySet());
    head.retainAll(Set.of(Head.HIDDEN, Head.LOGITS));
    return flatBuffers(TrainingGraph.of(model, head, Head.LOGITS), file);
  }

  private Exported flatBuffers(SameDiffNetwork network, Path file) {
    ExportGate gate = ExportGate.of(run(), floor, false);
    ModelCard card = record().card(inference(), clock.instant());
    try (INDArray samples = samples(record().size())) {
      Receipt receipt = FlatBuffersExport.write(network, file, card.toMetadata(), samples);
      return new Exported(receipt, gate.evaluation());
    }
  }

  private ExportGate onnxGate() {
    return ExportGate.of(run(), floor, form.isAnother(record()) || floor.agreement() > 0);
  }

  private Receipt onnx(ExportGate gate, Path file) {
    Model sized = form.sized(inference(), record());
    SameDiffNetwork network = Emitter.inference(sized);
    ModelCard card = record().card(sized, clock.instant());
    try (INDArray samples = samples(form.side(record()))) {
      return OnnxExport.write(
              network, file, form.options(network, record(), card), new Proof(samples, gate))
          .withTested(gate.agreement());
    }
  }

  private INDArray samples(int side) {
    return SameDiffNetwork.toNative(Samples.of(run().evaluation().files(), record().resize(side)));
  }

  private Model inference() {
    return FoldBatchNorm.apply(run().model());
  }

  private Run run() {
    return model.run();
  }

  private RunRecord record() {
    return run().record();
  }
}
