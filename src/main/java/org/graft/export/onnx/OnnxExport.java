package org.graft.export.onnx;

import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.graft.card.ModelCard;
import org.graft.export.parity.OutputComparison;
import org.graft.export.parity.Receipt;
import org.graft.graph.SameDiffNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes networks as ONNX files of operator set 17 that take RGB images under the name {@code
 * image}, for any batch.
 */
public final class OnnxExport {
  private OnnxExport() {}

  /** The same with nothing to stand but the comparison on {@code samples}. */
  public static Receipt write(
      SameDiffNetwork network, Path target, OnnxOptions options, INDArray samples) {
    return write(network, target, options, Proof.by(samples));
  }

  /**
   * Writes a file, reads it back, runs it in ONNX Runtime and only then puts it in its place. What
   * protobuf cannot hold, 2 GiB and more, lies beside it in {@code <target>.data}.
   *
   * @throws org.graft.failure.UnsupportedModelException if an operation has no ONNX form here
   * @throws org.graft.failure.WorkFailedException if the file computes something else than the
   *     network, or cannot be written; nothing is left behind
   */
  public static Receipt write(
      SameDiffNetwork network, Path target, OnnxOptions options, Proof proof) {
    OnnxGraph graph = graph(network, options, UnaryOperator.identity());
    RuntimeCheck check = new RuntimeCheck(network, options, proof.samples());
    return write(graph, target, check, proof, OnnxSerializer.MAXIMUM_BYTES);
  }

  /**
   * The file's bytes, as they are: whoever runs them compares.
   *
   * @throws org.graft.failure.UnsupportedModelException as {@link #write}, and if the weights do
   *     not fit one array
   */
  public static byte[] unproved(SameDiffNetwork network, OnnxOptions options) {
    OnnxGraph graph = graph(network, options, UnaryOperator.identity());
    try {
      OnnxSerializer.requireSize(graph, OnnxSerializer.MAXIMUM_BYTES);
      return OnnxSerializer.model(graph, options.metadata(), tensor -> {}).toByteArray();
    } finally {
      Reference.reachabilityFence(graph);
      Reference.reachabilityFence(network);
    }
  }

  /** What is written, with a last change for tests of the comparison. */
  static OnnxGraph graph(
      SameDiffNetwork network, OnnxOptions options, UnaryOperator<OnnxGraph> change) {
    OnnxGraph exact = Rewrites.apply(PlanTranslation.of(network.model(), options));
    return change.apply(options.precision().apply(exact));
  }

  /** With another limit, for tests of what lies beyond it. */
  static Receipt write(OnnxGraph graph, Path target, RuntimeCheck check, Proof proof, long limit) {
    OnnxOptions options = check.options();
    OutputComparison comparison =
        options.precision().comparison().by(ModelCard.thresholds(options.metadata()));
    new OnnxFile(graph, options.metadata(), limit)
        .write(
            target,
            file -> {
              check.check(file, comparison);
              comparison.require(target);
              proof.gate().accept(file);
            });
    return comparison.receipt(target, Math.toIntExact(proof.samples().size(0)));
  }
}
