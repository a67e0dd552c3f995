package org.graft.export.onnx;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.graft.export.parity.Comparison;
import org.graft.export.parity.Receipt;
import org.graft.graph.Network;
import org.graft.storage.AtomicFile;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes networks as ONNX files of operator set 17 that take RGB images {@code [batch, height,
 * width, 3]}, 0..255, under the name {@code image}, for any batch.
 */
public final class OnnxExport {
  private OnnxExport() {}

  /**
   * Writes a file, reads it back, runs it in ONNX Runtime and only then puts it in its place.
   *
   * @param samples images to compare the file with the network on, {@code [n, height, width, 3]}
   *     float32, RGB 0..255; at least one; rounded half up for a file that takes bytes
   * @throws org.graft.failure.UnsupportedModelException if an operation has no ONNX form here or
   *     the weights do not fit a file
   * @throws org.graft.failure.WorkFailedException if the file computes something else than the
   *     network, or cannot be written; nothing is left behind
   */
  public static Receipt write(Network network, Path target, OnnxOptions options, INDArray samples) {
    return write(network, target, options, samples, UnaryOperator.identity());
  }

  /**
   * The file's bytes, as they are: whoever runs them compares.
   *
   * @throws org.graft.failure.UnsupportedModelException as {@link #write}
   */
  public static byte[] unproved(Network network, OnnxOptions options) {
    OnnxGraph graph = Rewrites.apply(Translation.of(network, options));
    try {
      return OnnxSerializer.model(graph, options.metadata()).toByteArray();
    } finally {
      Reference.reachabilityFence(graph);
      Reference.reachabilityFence(network);
    }
  }

  /** With a last change to the graph, for tests of the comparison. */
  static Receipt write(
      Network network,
      Path target,
      OnnxOptions options,
      INDArray samples,
      UnaryOperator<OnnxGraph> change) {
    OnnxGraph graph = change.apply(Rewrites.apply(Translation.of(network, options)));
    Comparison comparison = new Comparison();
    AtomicFile.write(
        target,
        part -> {
          serialise(graph, options, part);
          new RuntimeCheck(network, options, samples).check(part, comparison);
          comparison.require(target);
        });
    return comparison.receipt(target, Math.toIntExact(samples.size(0)));
  }

  /** Holds the graph, in whose native memory weights lie, until the bytes are out. */
  private static void serialise(OnnxGraph graph, OnnxOptions options, Path file)
      throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      OnnxSerializer.model(graph, options.metadata()).writeTo(out);
    } finally {
      Reference.reachabilityFence(graph);
    }
  }
}
