package org.graft.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.graft.failure.MalformedFileException;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.graph.FlatArray;
import org.nd4j.graph.FlatGraph;
import org.nd4j.graph.FlatVariable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A SameDiff graph in a FlatBuffer. Its arrays are held against the bytes that are there before
 * SameDiff sees them, since it hands lengths to native code as they stand.
 */
public final class GraphFile {
  private static final int MAXIMUM_RANK = 32;

  /** Of a shape as ND4J stores it: rank, lengths, strides, and three more. */
  private static final int SHAPE_EXTRAS = 4;

  private GraphFile() {}

  /** A new graph, without anything in it. */
  public static SameDiff empty() {
    Threads.begin();
    return SameDiff.create();
  }

  /**
   * Reads a graph.
   *
   * @param origin the file's name, for what is said of it
   * @throws org.graft.failure.InputException if nobody vouched for it ({@link TrustedGraphs})
   * @throws MalformedFileException if it is damaged or no FlatBuffer of SameDiff
   */
  public static SameDiff read(byte[] bytes, String origin) {
    TrustedGraphs.require(bytes, origin);
    Threads.begin();
    try {
      requireArrays(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
      return SameDiff.fromFlatBuffers(ByteBuffer.wrap(bytes), true);
    } catch (IOException | RuntimeException e) {
      throw new MalformedFileException(
          origin, "it is no SameDiff FlatBuffers file, or a damaged one", e);
    }
  }

  /** A graph's bytes, arrays and all, without what an optimiser keeps; they may be read again. */
  public static byte[] write(SameDiff graph) {
    ByteBuffer buffer = graph.asFlatBuffers(false);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    TrustedGraphs.trust(bytes);
    return bytes;
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
}
