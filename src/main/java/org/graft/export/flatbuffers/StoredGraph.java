package org.graft.export.flatbuffers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.graph.FlatArray;
import org.nd4j.graph.FlatGraph;
import org.nd4j.graph.FlatNode;
import org.nd4j.graph.FlatProperties;
import org.nd4j.graph.FlatVariable;
import org.nd4j.graph.IntPair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A SameDiff file as its bytes say it (ND4J's schema {@code graph.fbs}), read in Java alone: each
 * access is within the buffer or throws, counts are compared before anything is gone through. All
 * methods throw a {@link RuntimeException} for bytes that are no such file.
 */
final class StoredGraph {
  private static final byte LITTLE = org.nd4j.graph.ByteOrder.LE;
  private static final byte BIG = org.nd4j.graph.ByteOrder.BE;

  private final FlatGraph graph;
  private final Map<String, FlatVariable> variables = new LinkedHashMap<>();

  StoredGraph(ByteBuffer bytes) {
    this.graph = FlatGraph.getRootAsFlatGraph(bytes.order(ByteOrder.LITTLE_ENDIAN));
    long names = 0;
    for (int i = 0; i < graph.variablesLength(); i++) {
      FlatVariable variable = graph.variables(i);
      names += variable.name().length();
      require(names <= bytes.capacity(), "names that share their bytes");
      require(variables.put(variable.name(), variable) == null, "two variables of a name");
    }
  }

  /** The bytes of a vector of uint8, if there is one of that name. */
  byte[] bytes(String name) {
    FlatVariable variable = variables.get(name);
    if (variable == null || variable.ndarray() == null) {
      return new byte[0];
    }
    FlatArray array = variable.ndarray();
    boolean isVector = array.dtype() == DataType.UINT8.toInt() && array.shape(0) == 1;
    require(isVector && array.shape(1) == array.bufferLength(), name);
    byte[] bytes = new byte[array.bufferLength()];
    array.bufferAsByteBuffer().get(bytes);
    return bytes;
  }

  /**
   * Requires that this is the file of {@code expected} but for the values of float arrays, and puts
   * these into it. How far a training has come is not taken.
   */
  void fill(SameDiff expected, String apart) {
    Map<String, INDArray> arrays = floats(expected);
    INDArray nothing = Nd4j.scalar(0f);
    arrays.keySet().forEach(name -> expected.getVariable(name).setArray(nothing));
    StoredGraph written = new StoredGraph(expected.asFlatBuffers(false));
    arrays.forEach((name, array) -> expected.getVariable(name).setArray(array));
    require(variables.keySet().equals(written.variables.keySet()), "other variables");
    written.variables.forEach(
        (name, variable) -> {
          FlatVariable found = variables.get(name);
          require(facts(variable).equals(facts(found)), name);
          if (arrays.containsKey(name)) {
            put(name, found.ndarray(), arrays.get(name));
          } else if (!name.equals(apart)) {
            require(Objects.equals(facts(variable.ndarray()), facts(found.ndarray())), name);
          }
        });
    require(written.graph.nodesLength() == graph.nodesLength(), "other operations");
    for (int i = 0; i < graph.nodesLength(); i++) {
      FlatNode node = written.graph.nodes(i);
      require(facts(node).equals(facts(graph.nodes(i))), String.valueOf(node.name()));
    }
    require(written.texts().equals(texts()), "placeholders or losses");
  }

  private List<Facts> texts() {
    return List.of(
        new Facts(graph.lossVariablesLength(), graph::lossVariables),
        new Facts(graph.placeholdersLength(), graph::placeholders));
  }

  private static Map<String, INDArray> floats(SameDiff graph) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    for (SDVariable variable : graph.variables()) {
      if (FlatBuffersExport.isStored(variable) && variable.dataType() == DataType.FLOAT) {
        arrays.put(variable.name(), variable.getArr());
      }
    }
    return arrays;
  }

  /** All values in order, the last axis fastest, none of them NaN. */
  private static void put(String name, FlatArray stored, INDArray array) {
    int rank = array.rank();
    boolean fits =
        stored.dtype() == DataType.FLOAT.toInt()
            && (stored.byteOrder() == LITTLE || stored.byteOrder() == BIG)
            && stored.shape(0) == rank
            && stored.shapeLength() > 2 * rank
            && stored.bufferLength() == array.length() * Float.BYTES;
    require(fits, name);
    for (int axis = 0; axis < rank; axis++) {
      require(stored.shape(axis + 1) == array.size(axis), name);
      boolean inOrder = array.size(axis) < 2 || stored.shape(rank + axis + 1) == array.stride(axis);
      require(inOrder, name);
    }
    if (array.isEmpty()) {
      return;
    }
    ByteOrder order = stored.byteOrder() == BIG ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    FloatBuffer values = stored.bufferAsByteBuffer().order(order).asFloatBuffer();
    for (int i = 0; i < values.limit(); i++) {
      require(!Float.isNaN(values.get(i)), name);
    }
    array.data().asNioFloat().put(values);
  }

  /** Values of a table or a vector of it, each read as it is compared. */
  private record Facts(int count, IntFunction<@Nullable Object> at) {
    static Facts of(@Nullable Object... values) {
      return new Facts(values.length, i -> values[i]);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Facts that
          && count == that.count
          && IntStream.range(0, count).allMatch(i -> Objects.equals(at.apply(i), that.at.apply(i)));
    }

    @Override
    public int hashCode() {
      return count;
    }
  }

  private static List<Facts> facts(FlatVariable v) {
    return List.of(
        Facts.of(facts(v.id()), v.dtype(), v.variabletype(), v.ndarray() == null),
        new Facts(v.shapeLength(), v::shape));
  }

  private static @Nullable Object facts(@Nullable IntPair pair) {
    return pair == null ? null : Facts.of(pair.first(), pair.second());
  }

  private static @Nullable Object facts(@Nullable FlatArray a) {
    return a == null
        ? null
        : List.of(
            Facts.of(a.dtype(), a.byteOrder()),
            new Facts(a.shapeLength(), a::shape),
            new Facts(a.bufferLength(), a::buffer));
  }

  private static List<Facts> facts(FlatNode n) {
    return List.of(
        Facts.of(n.name(), n.opName(), n.id(), n.opType(), n.opNum(), facts(n.scalar())),
        new Facts(n.inputPairedLength(), i -> facts(n.inputPaired(i))),
        new Facts(n.outputNamesLength(), n::outputNames),
        new Facts(n.extraIntegerLength(), n::extraInteger),
        new Facts(n.extraParamsLength(), n::extraParams),
        new Facts(n.extraBoolsLength(), n::extraBools),
        new Facts(n.extraTypesLength(), n::extraTypes),
        new Facts(n.extraStringsLength(), n::extraStrings),
        new Facts(n.outputTypesLength(), n::outputTypes),
        new Facts(n.dimensionsLength(), n::dimensions),
        new Facts(n.propertiesLength(), i -> facts(n.properties(i))));
  }

  private static List<Facts> facts(FlatProperties p) {
    return List.of(
        Facts.of(p.name()),
        new Facts(p.iLength(), p::i),
        new Facts(p.lLength(), p::l),
        new Facts(p.dLength(), p::d),
        new Facts(p.bLength(), p::b),
        new Facts(p.sLength(), p::s),
        new Facts(p.aLength(), i -> facts(p.a(i))),
        new Facts(p.shapeLength(), p::shape));
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("its plan has it otherwise: " + what);
    }
  }
}
