package org.graft.export.flatbuffers;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.graft.card.ModelCard;
import org.graft.export.parity.OutputComparison;
import org.graft.export.parity.Receipt;
import org.graft.failure.FirstLine;
import org.graft.failure.UnsupportedModelException;
import org.graft.failure.WorkFailedException;
import org.graft.graph.SameDiffNetwork;
import org.graft.storage.AtomicFile;
import org.graft.storage.Json;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Writes networks as SameDiff FlatBuffers files without updater state, for inference or, if they
 * have a loss, for training. What they say about themselves lies in the constant {@link #METADATA}
 * and beside them in {@code <file>.json}.
 */
public final class FlatBuffersExport {
  /** Name of a constant that no operation reads: one JSON object, its UTF-8 bytes as uint8. */
  public static final String METADATA = "graft.metadata";

  /** A FlatBuffer's offsets are signed 32-bit integers. */
  static final long MAXIMUM_BYTES = Integer.MAX_VALUE;

  /** Room for everything but weights. */
  private static final long MARGIN = 16L << 20;

  /** Of the placeholder of every graph that is made from a plan. */
  private static final String INPUT_TYPE = "float32";

  private static final int BATCH = 16;

  private FlatBuffersExport() {}

  /**
   * Writes a file, reads it back, runs it in SameDiff and only then puts it in its place, after its
   * description.
   *
   * @param metadata written as one JSON object, inside and beside, with the type of the input as
   *     the graph has it and the names of its outputs
   * @param samples images to compare the file with the network on, {@code [n, height, width, 3]}
   *     float32, RGB 0..255; at least one
   * @throws UnsupportedModelException if the weights do not fit a file
   * @throws WorkFailedException if the file computes something else than the network, or cannot be
   *     written; nothing is left behind
   */
  public static Receipt write(
      SameDiffNetwork network, Path target, Map<String, String> metadata, INDArray samples) {
    requireSize(network.graph(), MAXIMUM_BYTES);
    Map<String, String> described = described(network, metadata);
    describe(network.graph(), described);
    OutputComparison comparison = new OutputComparison().by(ModelCard.thresholds(metadata));
    AtomicFile.write(
        target,
        part -> {
          network.graph().save(part.toFile(), false);
          compare(network, part, samples, comparison);
          comparison.require(target);
          Path description = description(target);
          AtomicFile.write(description, json -> Json.write(json, described));
        });
    return comparison.receipt(target, Math.toIntExact(samples.size(0)));
  }

  private static Map<String, String> described(
      SameDiffNetwork network, Map<String, String> metadata) {
    Map<String, String> described = new LinkedHashMap<>(metadata);
    described.put(ModelCard.INPUT, INPUT_TYPE);
    described.put(ModelCard.OUTPUTS, Json.line(List.of(network.output())));
    PlannedGraph.describe(network, described);
    return described;
  }

  static void describe(SameDiff graph, Map<String, String> metadata) {
    byte[] json = Json.line(metadata).getBytes(StandardCharsets.UTF_8);
    INDArray bytes = Nd4j.createUninitialized(DataType.UINT8, json.length);
    for (int i = 0; i < json.length; i++) {
      bytes.putScalar(i, Byte.toUnsignedInt(json[i]));
    }
    if (graph.hasVariable(METADATA)) {
      graph.getVariable(METADATA).setArray(bytes);
    } else {
      graph.constant(METADATA, bytes);
    }
  }

  /** Where the description of the file {@code target} lies. */
  public static Path description(Path target) {
    return target.resolveSibling(target.getFileName() + ".json");
  }

  /** Fails if the weights leave no room for the rest below {@code limit} bytes. */
  static void requireSize(SameDiff graph, long limit) {
    long bytes =
        graph.variables().stream()
            .filter(FlatBuffersExport::isStored)
            .map(SDVariable::getArr)
            .mapToLong(array -> array.length() * array.dataType().width())
            .sum();
    if (bytes + MARGIN > limit) {
      throw new UnsupportedModelException(
          ("the weights take %s bytes; a FlatBuffers file holds at most 2 GiB in all: cut"
                  + " the network at an earlier layer")
              .formatted(bytes));
    }
  }

  static boolean isStored(SDVariable variable) {
    return variable.getVariableType() == VariableType.CONSTANT
        || variable.getVariableType() == VariableType.VARIABLE;
  }

  /** On all samples in batches, and on the first one in a batch of another size. */
  private static void compare(
      SameDiffNetwork network, Path file, INDArray samples, OutputComparison comparison) {
    SameDiffNetwork copy =
        checked(() -> new SameDiffNetwork(SameDiff.load(file.toFile(), false), network.model()));
    int images = Math.toIntExact(samples.size(0));
    for (int from = 0; from < images; from += BATCH) {
      int to = Math.min(images, from + BATCH);
      compare(network, copy, samples.get(NDArrayIndex.interval(from, to)).dup('c'), comparison);
    }
    INDArray first = samples.get(NDArrayIndex.interval(0, 1)).dup('c');
    compare(network, copy, images > 1 ? first : Nd4j.concat(0, first, first), comparison);
  }

  private static void compare(
      SameDiffNetwork network, SameDiffNetwork copy, INDArray images, OutputComparison comparison) {
    float[] expected = SameDiffNetwork.fromNative(network.run(images)).values();
    float[] found = checked(() -> SameDiffNetwork.fromNative(copy.run(images)).values());
    comparison.scores(network.output(), expected, found, Math.toIntExact(images.size(0)));
  }

  /** SameDiff has no type of its own for files that it cannot read or graphs that it cannot run. */
  private static <T> T checked(Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      throw new WorkFailedException(
          "SameDiff does not understand the file that it wrote, which was discarded: "
              + FirstLine.of(e),
          e);
    }
  }
}
