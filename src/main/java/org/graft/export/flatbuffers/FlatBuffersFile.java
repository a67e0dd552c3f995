package org.graft.export.flatbuffers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.graft.card.ModelCard;
import org.graft.failure.FirstLine;
import org.graft.failure.GraftException;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.graph.SameDiffNetwork;
import org.graft.graph.TrustedGraphs;
import org.graft.plan.Plan;
import org.graft.storage.Json;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A SameDiff FlatBuffers file of {@link FlatBuffersExport} that is read back. The graph is made
 * anew from the plan that the file carries, the file's must be the same, and only the values of its
 * arrays are taken: neither SameDiff nor native code sees what the file says of operations, whose
 * arguments they trust. A head of one's own is run only if someone vouched for it, as {@link
 * TrustedGraphs} says.
 *
 * @param metadata what the file says about itself
 */
public record FlatBuffersFile(SameDiff graph, Map<String, String> metadata) {
  /**
   * Reads a file; the graph's outputs are those that the file names.
   *
   * @throws InputException if there is no such file, or Graft did not make it
   * @throws MalformedFileException if it is damaged, was changed or is no FlatBuffers file
   */
  public static FlatBuffersFile read(Path file) {
    return of(file, bytes -> read(file, bytes));
  }

  /**
   * Vouches for the heads of one's own in a file ({@link TrustedGraphs}).
   *
   * @return how many there are
   * @throws InputException if there is no such file, or Graft did not make it
   * @throws MalformedFileException if it is damaged or no FlatBuffers file
   */
  public static int trust(Path file) {
    return of(file, bytes -> TrustedGraphs.trust(plan(file, bytes)));
  }

  private static Plan plan(Path file, byte... bytes) {
    return PlannedGraph.plan(file, metadata(file, new StoredGraph(ByteBuffer.wrap(bytes))));
  }

  private static <T> T of(Path file, Function<byte[], T> reading) {
    if (!Files.isRegularFile(file)) {
      throw new InputException("there is no file " + file);
    }
    try {
      if (Files.size(file) >= FlatBuffersExport.MAXIMUM_BYTES) {
        throw new MalformedFileException(file, "it has 2 GiB or more, which no FlatBuffer has");
      }
      return reading.apply(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GraftException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new MalformedFileException(
          file,
          "it is no FlatBuffers file of graft export, or was damaged or changed: "
              + FirstLine.of(e),
          e);
    }
  }

  private static FlatBuffersFile read(Path file, byte... bytes) {
    StoredGraph stored = new StoredGraph(ByteBuffer.wrap(bytes));
    Map<String, String> metadata = metadata(file, stored);
    SameDiffNetwork network = PlannedGraph.of(file, metadata, bytes.length);
    SameDiff graph = network.graph();
    List<String> outputs = outputs(file, metadata);
    if (!outputs.equals(List.of(network.output()))) {
      throw new MalformedFileException(file, "it names outputs that it does not have: " + outputs);
    }
    FlatBuffersExport.describe(graph, metadata);
    stored.fill(graph, FlatBuffersExport.METADATA);
    graph.setOutputs(outputs);
    return new FlatBuffersFile(graph, metadata);
  }

  private static Map<String, String> metadata(Path file, StoredGraph stored) {
    Map<String, String> metadata = new LinkedHashMap<>();
    byte[] bytes = stored.bytes(FlatBuffersExport.METADATA);
    if (bytes.length > 0) {
      Json.parse(new String(bytes, StandardCharsets.UTF_8), file)
          .properties()
          .forEach(field -> metadata.put(field.getKey(), field.getValue().asText()));
    }
    for (String key : List.of(ModelCard.OUTPUTS, PlannedGraph.PLAN)) {
      if (!metadata.containsKey(key)) {
        throw new InputException(
            ("%s was not made by this 'graft export': its metadata name no %s; plain SameDiff"
                    + " files are read with SameDiff.load")
                .formatted(file, key));
      }
    }
    return metadata;
  }

  private static List<String> outputs(Path file, Map<String, String> metadata) {
    List<String> outputs = new ArrayList<>();
    Json.parse(metadata.get(ModelCard.OUTPUTS), file).forEach(name -> outputs.add(name.asText()));
    return outputs;
  }
}
