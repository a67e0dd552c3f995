package org.graft.export.onnx;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import onnx.Onnx;
import org.graft.export.parity.Comparison;
import org.graft.export.parity.Receipt;
import org.graft.graph.Network;
import org.graft.provenance.ModelCard;
import org.graft.storage.AtomicFile;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes networks as ONNX files of operator set 17 that take RGB images under the name {@code
 * image}, for any batch.
 */
public final class OnnxExport {
  private OnnxExport() {}

  /** The same with nothing to stand but the comparison on {@code samples}. */
  public static Receipt write(Network network, Path target, OnnxOptions options, INDArray samples) {
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
  public static Receipt write(Network network, Path target, OnnxOptions options, Proof proof) {
    OnnxGraph graph = graph(network, options, UnaryOperator.identity());
    return write(graph, target, new RuntimeCheck(network, options, proof.samples()), proof);
  }

  /**
   * The file's bytes, as they are: whoever runs them compares.
   *
   * @throws org.graft.failure.UnsupportedModelException as {@link #write}, and if the weights do
   *     not fit one array
   */
  public static byte[] unproved(Network network, OnnxOptions options) {
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
  static OnnxGraph graph(Network network, OnnxOptions options, UnaryOperator<OnnxGraph> change) {
    OnnxGraph exact = Rewrites.apply(PlanTranslation.of(network.model(), options));
    return change.apply(options.precision().apply(exact));
  }

  static Receipt write(OnnxGraph graph, Path target, RuntimeCheck check, Proof proof) {
    return write(graph, target, check, proof, OnnxSerializer.MAXIMUM_BYTES);
  }

  /** With another limit, for tests of what lies beyond it. */
  static Receipt write(OnnxGraph graph, Path target, RuntimeCheck check, Proof proof, long limit) {
    OnnxOptions options = check.options();
    Comparison comparison =
        options.precision().comparison().by(ModelCard.thresholds(options.metadata()));
    Consumer<Path> stands =
        file -> {
          check.check(file, comparison);
          comparison.require(target);
          proof.gate().accept(file);
        };
    if (OnnxSerializer.fits(graph, limit)) {
      AtomicFile.write(
          target,
          part -> {
            serialise(graph, options, part, tensor -> {});
            stands.accept(part);
          });
    } else {
      writeWithData(graph, target, options, stands);
    }
    return comparison.receipt(target, Math.toIntExact(proof.samples().size(0)));
  }

  /** In a folder of their own first, under their own names, by which one finds the other. */
  private static void writeWithData(
      OnnxGraph graph, Path target, OnnxOptions options, Consumer<Path> stands) {
    Path place = target.toAbsolutePath();
    AtomicFile.write(
        ExternalData.beside(place),
        dataPart -> {
          Path folder = Files.createTempDirectory(place.getParent(), "." + place.getFileName());
          try {
            Path model = folder.resolve(place.getFileName());
            Path data = ExternalData.beside(model);
            try (ExternalData external = new ExternalData(data)) {
              serialise(graph, options, model, external::take);
            }
            stands.accept(model);
            Files.move(data, dataPart, StandardCopyOption.REPLACE_EXISTING);
            AtomicFile.write(
                target, part -> Files.move(model, part, StandardCopyOption.REPLACE_EXISTING));
          } finally {
            AtomicFile.deleteTree(folder);
          }
        });
  }

  /** Holds the graph, in whose native memory weights lie, until the bytes are out. */
  private static void serialise(
      OnnxGraph graph, OnnxOptions options, Path file, Consumer<Onnx.TensorProto.Builder> data)
      throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      OnnxSerializer.model(graph, options.metadata(), data).writeTo(out);
    } finally {
      Reference.reachabilityFence(graph);
    }
  }
}
