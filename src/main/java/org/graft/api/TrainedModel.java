package org.graft.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.graft.export.flatbuffers.TrainingGraph;
import org.graft.export.onnx.OnnxPrecision;
import org.graft.export.parity.Receipt;
import org.graft.failure.InputException;
import org.graft.graph.Emitter;
import org.graft.head.Head;
import org.graft.image.FolderRules;
import org.graft.image.ImageSource;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.report.RunReport;
import org.graft.report.StepWords;
import org.graft.train.CrossValidation;
import org.graft.train.Evaluation;
import org.graft.train.Run;
import org.graft.train.RunFolder;
import org.nd4j.autodiff.samediff.SameDiff;

/** A trained classifier, from pixels to probabilities. */
public record TrainedModel(Run run) {
  /** What it made of the images kept for testing. */
  public Evaluation evaluation() {
    return run.evaluation();
  }

  /** What cross-validation found before, if it was asked for. */
  public Optional<CrossValidation> crossValidation() {
    return Optional.ofNullable(run.record().crossValidation());
  }

  /**
   * Keeps it in a folder of its own, as {@code graft train} leaves a run: curves, predictions, the
   * model, and a page of all of it. {@link Graft#openRun} reads it back.
   *
   * @param folder new or empty
   * @throws org.graft.failure.InputException if there is something in the folder
   */
  public SavedRun save(Path folder) {
    RunFolder.save(folder, run);
    RunReport.write(folder, run.model(), StepWords.API);
    return SavedRun.of(folder, run);
  }

  /**
   * What it makes of other images.
   *
   * @param data folder with {@code test/}, or with one folder per class
   * @throws org.graft.failure.InputException if it has classes that were not learned
   */
  public Evaluation evaluate(Path data) {
    return evaluate(ImageSource.folder(data, FolderRules.USUAL));
  }

  /**
   * What it makes of images that are no folder: those to test with, or all where none are said to
   * be.
   *
   * @throws org.graft.failure.InputException if they have classes that were not learned
   */
  public Evaluation evaluate(ImageSource images) {
    return evaluate(Testing.on(images), JobListener.SILENT).evaluation();
  }

  /** The same as it is asked for, with what is going on told to {@code listener}. */
  public Evaluated evaluate(Testing asked, JobListener listener) {
    return asked.run(run.record(), run.model(), listener);
  }

  /**
   * Writes the model as one ONNX file, with preprocessing and labels inside, and runs it against
   * this one before it gets its name.
   *
   * @throws org.graft.failure.WorkFailedException if the file computes something else; nothing is
   *     left behind
   */
  public Receipt exportOnnx(Path file) {
    return exportOnnx(file, OnnxPrecision.FLOAT32);
  }

  /**
   * The same with weights in other numbers. What that costs is in the receipt: {@link
   * Receipt#tested()} counts the test images on which the file names the run's class, and their
   * accuracy before and after.
   *
   * @throws org.graft.failure.WorkFailedException as {@link #exportOnnx(Path)}, with a tolerance
   *     that fits the precision
   * @throws org.graft.failure.InputException if test images are gone that it would be counted on
   */
  public Receipt exportOnnx(Path file, OnnxPrecision precision) {
    return exporting().form(OnnxForm.PLAIN.withPrecision(precision)).toOnnx(file).receipt();
  }

  /** To be written in another form, or only if it is good enough. */
  public Exporting exporting() {
    return Exporting.of(this);
  }

  /**
   * The model as a SameDiff graph, all constant: placeholder {@value GraphForm#IMAGE}, {@code
   * [batch, height, width, 3]} float32, RGB 0..255; {@code outputs()} names the probabilities
   * {@code [batch, labels]}, every layer's output is a variable under its name.
   */
  public SameDiff toSameDiff() {
    return Emitter.inference(GraphForm.named(run.model())).graph();
  }

  /**
   * The same to train on with SameDiff's {@code fit}: layers from there on are variables, {@code
   * targets} is a placeholder {@code [batch, labels]} float32 whose rows sum to 1, {@code loss} the
   * mean cross-entropy, and Adam at 0.001 is set up. BatchNorms stay constant, and there is no
   * dropout. The losses that {@code fit} of ND4J 1.0.0-M2.1 hands back are 0; {@code loss} is
   * computed by {@code outputSingle}.
   *
   * @param from the first layer that is trained: {@code logits}, another of the head's, or one of
   *     the base's
   * @throws org.graft.failure.InputException if there is no such layer, or nothing to train there
   * @throws org.graft.failure.UnsupportedModelException if gradients would have to pass a layer
   *     that SameDiff has no working one for
   */
  public SameDiff toSameDiffForTraining(String from) {
    Plan plan = run.model().plan();
    List<Layer> behind = plan.layers().subList(plan.indexOf(from), plan.layers().size());
    Set<String> trained = GraphForm.trained(plan, behind);
    if (trained.isEmpty()) {
      throw new InputException("from '" + from + "' on there is nothing to train");
    }
    return TrainingGraph.of(GraphForm.named(run.model()), trained, Head.LOGITS).graph();
  }

  /** The same as a FlatBuffers file of SameDiff, its labels and preprocessing beside it. */
  public Receipt exportFlatBuffers(Path file) {
    return exporting().toFlatBuffers(file).receipt();
  }

  /**
   * Writes a folder that deploys: the ONNX file as {@code model.onnx}, its labels, examples in
   * Python and Java that need ONNX Runtime alone, a model repository for NVIDIA Triton, and a model
   * card.
   *
   * @param folder new or empty
   * @throws org.graft.failure.InputException if there is something in the folder
   * @throws org.graft.failure.WorkFailedException as {@link #exportOnnx}; nothing is left behind
   */
  public Receipt exportBundle(Path folder) {
    return exporting().toBundle(folder).receipt();
  }
}
