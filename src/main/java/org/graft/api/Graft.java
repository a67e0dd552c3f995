package org.graft.api;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.graft.base.Importer;
import org.graft.export.flatbuffers.FlatBuffersFile;
import org.graft.export.onnx.SameDiffExport;
import org.graft.export.parity.Receipt;
import org.graft.feature.cache.FeatureCache;
import org.graft.predict.OnnxModel;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a Java program begins: networks in, classifiers out. What is wrong with files and arguments
 * is told by the exceptions of {@link org.graft.failure}, one line each.
 */
public final class Graft {
  private Graft() {}

  /**
   * Reads a file that Keras saved: {@code .h5}, {@code .keras} or {@code .weights.h5}.
   *
   * @throws org.graft.failure.InputException if there is no such file, or it needs a description
   * @throws org.graft.failure.MalformedFileException if it is damaged
   * @throws org.graft.failure.UnsupportedModelException if it has a layer that is not known
   */
  public static ImportedBase importKeras(Path file) {
    return Importing.keras(file).run(ImportListener.SILENT);
  }

  /** The same as an architecture, up to a layer, under a name, …; see also {@link Importing}. */
  public static ImportedBase importKeras(Importer.ImportRequest request) {
    return new KerasImporting(request, Optional.empty(), Clock.systemUTC())
        .run(ImportListener.SILENT);
  }

  /**
   * Reads a SavedModel folder or a frozen graph.
   *
   * @throws org.graft.failure.GraftException as {@link #importKeras(Path)}
   */
  public static ImportedBase importTensorflow(Path path) {
    return Importing.tensorflow(path).run(ImportListener.SILENT);
  }

  /**
   * A base that the command line has imported.
   *
   * @param home {@code $GRAFT_HOME}, {@code ~/.graft} if that is not set
   * @throws org.graft.failure.InputException if there is none of that name
   */
  public static ImportedBase openBase(Path home, String name) {
    return new Bases(home).open(name);
  }

  /**
   * A run that was trained in a folder ({@link Training#trainIn}, {@link TrainedModel#save}, {@code
   * graft train}), finished or left before its end.
   *
   * @throws org.graft.failure.InputException if there is no run in the folder
   * @throws org.graft.failure.MalformedFileException if it is damaged
   */
  public static SavedRun openRun(Path folder) {
    return ReadGuard.of(folder, () -> SavedRun.open(folder));
  }

  /**
   * A place for what frozen bases make of images, for {@link Training#cache}; list, verify and
   * clear it as you like. The commands keep theirs in {@code $GRAFT_HOME/cache/features}.
   *
   * @param folder made when the first features are kept
   * @param warnings told when they cannot be kept or read, which ends nothing
   */
  public static FeatureCache cache(Path folder, Consumer<String> warnings) {
    long limit = FeatureCache.usualLimit(folder);
    return new FeatureCache(folder, limit, Clock.systemUTC(), warnings);
  }

  /**
   * Reads a FlatBuffers file that Graft exported, to predict or train on with in SameDiff.
   *
   * @throws org.graft.failure.InputException if there is no such file or Graft did not make it, or
   *     if it holds a head of one's own that this program neither made nor {@link #trust trusts}
   * @throws org.graft.failure.MalformedFileException if it is damaged
   */
  public static FlatBuffersModel openFlatBuffers(Path file) {
    return ReadGuard.of(file, () -> FlatBuffersModel.open(file));
  }

  /**
   * Vouches for the heads of one's own in a FlatBuffers file (attention is one of them), until this
   * program ends. They are programs, which can do in native code whatever they like: do so only for
   * files from where you would take a jar.
   *
   * @return how many there are
   * @throws org.graft.failure.InputException if there is no such file or Graft did not make it
   * @throws org.graft.failure.MalformedFileException if it is damaged
   */
  public static int trust(Path flatBuffers) {
    return ReadGuard.of(flatBuffers, () -> FlatBuffersFile.trust(flatBuffers));
  }

  /**
   * Writes any SameDiff graph as an ONNX file of operator set 17, which ND4J itself does not; above
   * 2 GiB with the weights beside it, in {@code <file>.data}. The file is read back and held
   * against the graph, on the examples and on twice as many, before it gets its name. Placeholders
   * and outputs keep their names and their order of axes.
   *
   * @param inputs for each placeholder that the outputs need an example of what enters; where its
   *     first axis is -1 the file takes batches of any size, all other axes must be stated
   * @param outputs variables to hand out
   * @return greatest difference over all outputs and what else was found
   * @throws org.graft.failure.InputException for placeholders or outputs that are not there, and
   *     for examples that do not fit
   * @throws org.graft.failure.UnsupportedModelException for an operation, named, that has no form
   *     in ONNX here (the message lists those that have), and for an array of more than 2 GiB
   * @throws org.graft.failure.WorkFailedException if the file computes something else; nothing is
   *     left behind
   */
  public static Receipt exportOnnx(
      SameDiff graph, Map<String, INDArray> inputs, List<String> outputs, Path file) {
    return SameDiffExport.write(graph, inputs, outputs, file);
  }

  /**
   * Loads a classifier that Graft exported, to predict with on ONNX Runtime; to be closed.
   *
   * @throws org.graft.failure.InputException if there is no such file or Graft did not make it
   * @throws org.graft.failure.MalformedFileException if it is damaged
   */
  public static OnnxModel open(Path onnx) {
    return ReadGuard.of(onnx, () -> OnnxModel.open(onnx));
  }
}
