package org.graft.export.flatbuffers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.provenance.ModelCard;
import org.graft.storage.Json;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.graph.FlatArray;
import org.nd4j.graph.FlatGraph;
import org.nd4j.graph.FlatVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A SameDiff FlatBuffers file that is read back. Its arrays are held against the bytes that are
 * there before SameDiff sees them, since it hands lengths to native code as they stand.
 *
 * @param metadata what the file says about itself
 */
public record FlatBuffersFile(SameDiff graph, Map<String, String> metadata) {
  private static final int MAXIMUM_RANK = 32;

  /** Of a shape as ND4J stores it: rank, lengths, strides, and three more. */
  private static final int SHAPE_EXTRAS = 4;

  /**
   * Reads a file of {@link FlatBuffersExport}; the graph's outputs are those that the file names.
   *
   * @throws InputException if there is no such file, or Graft did not make it
   * @throws MalformedFileException if it is damaged or no FlatBuffers file
   */
  public static FlatBuffersFile read(Path file) {
    SameDiff graph = graph(file);
    Map<String, String> metadata = metadata(file, graph);
    graph.setOutputs(outputs(file, graph, metadata));
    return new FlatBuffersFile(graph, metadata);
  }

  private static SameDiff graph(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException("there is no file " + file);
    }
    try {
      if (Files.size(file) >= FlatBuffersExport.MAXIMUM_BYTES) {
        throw new MalformedFileException(file, "it has 2 GiB or more, which no FlatBuffer has");
      }
      requireArrays(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
      return SameDiff.load(file.toFile(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedFileException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new MalformedFileException(
          file, "it is no SameDiff FlatBuffers file, or a damaged one", e);
    }
  }

  private static void requireArrays(ByteBuffer bytes) {
    FlatGraph graph = FlatGraph.getRootAsFlatGraph(bytes);
    for (int i = 0; i < graph.variablesLength(); i++) {
      FlatVariable variable = graph.variables(i);
      if (variable.ndarray() != null) {
        requireWhole(variable.name(), variable.ndarray());
      }
    }
  }

  /** Whether the farthest value that shape and strides reach lies in the array's bytes. */
  private static void requireWhole(String name, FlatArray array) {
    int stored = array.shapeLength();
    long rank = stored == 0 ? -1 : array.shape(0);
    if (rank < 0 || rank > MAXIMUM_RANK || stored != 2 * rank + SHAPE_EXTRAS) {
      throw new IllegalArgumentException(
          "array " + name + " has a shape of " + stored + " numbers");
    }
    long values = 1;
    long last = 0;
    for (int axis = 1; axis <= rank; axis++) {
      long length = array.shape(axis);
      long stride = array.shape(Math.toIntExact(axis + rank));
      if (length < 0 || stride < 0) {
        throw new IllegalArgumentException("array " + name + " has an axis of " + length);
      }
      values = Math.multiplyExact(values, length);
      last = Math.addExact(last, Math.multiplyExact(Math.max(0, length - 1), stride));
    }
    int width = Math.max(1, DataType.fromInt(array.dtype()).width());
    long needed = values == 0 ? 0 : Math.multiplyExact(Math.max(values, last + 1), width);
    if (needed > array.bufferLength()) {
      throw new IllegalArgumentException(
          "array " + name + " needs " + needed + " bytes and has " + array.bufferLength());
    }
  }

  private static Map<String, String> metadata(Path file, SameDiff graph) {
    Map<String, String> metadata = new LinkedHashMap<>();
    INDArray stored =
        graph.hasVariable(FlatBuffersExport.METADATA)
            ? graph.getVariable(FlatBuffersExport.METADATA).getArr()
            : null;
    if (stored == null || stored.dataType() != DataType.UINT8) {
      return metadata;
    }
    byte[] bytes = new byte[Math.toIntExact(stored.length())];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) stored.getInt(i);
    }
    Json.parse(new String(bytes, StandardCharsets.UTF_8), file)
        .properties()
        .forEach(field -> metadata.put(field.getKey(), field.getValue().asText()));
    return metadata;
  }

  private static List<String> outputs(Path file, SameDiff graph, Map<String, String> metadata) {
    if (!metadata.containsKey(ModelCard.OUTPUTS)) {
      throw new InputException(
          file
              + " was not made by this 'graft export': its metadata name no "
              + ModelCard.OUTPUTS
              + "; plain SameDiff files are read with SameDiff.load");
    }
    List<String> outputs = new ArrayList<>();
    Json.parse(metadata.get(ModelCard.OUTPUTS), file).forEach(name -> outputs.add(name.asText()));
    if (outputs.isEmpty() || !outputs.stream().allMatch(graph::hasVariable)) {
      throw new MalformedFileException(file, "it names outputs that it does not have: " + outputs);
    }
    return outputs;
  }
}
