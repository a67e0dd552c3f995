package org.graft.export.flatbuffers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
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
          require(same(variable, found), name);
          if (arrays.containsKey(name)) {
            put(name, found.ndarray(), arrays.get(name));
          } else if (!name.equals(apart)) {
            require(same(variable.ndarray(), found.ndarray()), name);
          }
        });
    require(
        same(
            written.graph.nodesLength(),
            graph.nodesLength(),
            i -> {
              FlatNode node = written.graph.nodes(i);
              require(same(node, graph.nodes(i)), String.valueOf(node.name()));
              return true;
            }),
        "other operations");
    requireSameTexts(written.graph);
  }

  private void requireSameTexts(FlatGraph written) {
    require(
        same(
                written.lossVariablesLength(),
                graph.lossVariablesLength(),
                i -> written.lossVariables(i).equals(graph.lossVariables(i)))
            && same(
                written.placeholdersLength(),
                graph.placeholdersLength(),
                i -> written.placeholders(i).equals(graph.placeholders(i))),
        "placeholders or losses");
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

  private static boolean same(FlatVariable one, FlatVariable other) {
    return same(one.id(), other.id())
        && one.dtype() == other.dtype()
        && one.variabletype() == other.variabletype()
        && (one.ndarray() == null) == (other.ndarray() == null)
        && same(one.shapeLength(), other.shapeLength(), i -> one.shape(i) == other.shape(i));
  }

  private static boolean same(IntPair one, IntPair other) {
    return one == null
        ? other == null
        : other != null && one.first() == other.first() && one.second() == other.second();
  }

  private static boolean same(FlatArray one, FlatArray other) {
    return one == null
        ? other == null
        : other != null
            && one.dtype() == other.dtype()
            && one.byteOrder() == other.byteOrder()
            && same(one.shapeLength(), other.shapeLength(), i -> one.shape(i) == other.shape(i))
            && same(
                one.bufferLength(), other.bufferLength(), i -> one.buffer(i) == other.buffer(i));
  }

  private static boolean same(FlatNode a, FlatNode b) {
    return Objects.equals(a.name(), b.name())
        && Objects.equals(a.opName(), b.opName())
        && a.id() == b.id()
        && a.opType() == b.opType()
        && a.opNum() == b.opNum()
        && same(a.scalar(), b.scalar())
        && same(
            a.inputPairedLength(),
            b.inputPairedLength(),
            i -> same(a.inputPaired(i), b.inputPaired(i)))
        && same(
            a.outputNamesLength(),
            b.outputNamesLength(),
            i -> Objects.equals(a.outputNames(i), b.outputNames(i)))
        && sameArguments(a, b)
        && same(
            a.propertiesLength(),
            b.propertiesLength(),
            i -> same(a.properties(i), b.properties(i)));
  }

  private static boolean sameArguments(FlatNode a, FlatNode b) {
    return same(
            a.extraIntegerLength(),
            b.extraIntegerLength(),
            i -> a.extraInteger(i) == b.extraInteger(i))
        && same(
            a.extraParamsLength(),
            b.extraParamsLength(),
            i -> Double.compare(a.extraParams(i), b.extraParams(i)) == 0)
        && same(a.extraBoolsLength(), b.extraBoolsLength(), i -> a.extraBools(i) == b.extraBools(i))
        && same(a.extraTypesLength(), b.extraTypesLength(), i -> a.extraTypes(i) == b.extraTypes(i))
        && same(
            a.extraStringsLength(),
            b.extraStringsLength(),
            i -> Objects.equals(a.extraStrings(i), b.extraStrings(i)))
        && same(
            a.outputTypesLength(), b.outputTypesLength(), i -> a.outputTypes(i) == b.outputTypes(i))
        && same(
            a.dimensionsLength(), b.dimensionsLength(), i -> a.dimensions(i) == b.dimensions(i));
  }

  private static boolean same(FlatProperties a, FlatProperties b) {
    return Objects.equals(a.name(), b.name())
        && same(a.iLength(), b.iLength(), i -> a.i(i) == b.i(i))
        && same(a.lLength(), b.lLength(), i -> a.l(i) == b.l(i))
        && same(a.dLength(), b.dLength(), i -> Double.compare(a.d(i), b.d(i)) == 0)
        && same(a.bLength(), b.bLength(), i -> a.b(i) == b.b(i))
        && same(a.sLength(), b.sLength(), i -> Objects.equals(a.s(i), b.s(i)))
        && same(a.aLength(), b.aLength(), i -> same(a.a(i), b.a(i)))
        && same(a.shapeLength(), b.shapeLength(), i -> a.shape(i) == b.shape(i));
  }

  private static boolean same(int length, int other, IntPredicate at) {
    return length == other && IntStream.range(0, length).allMatch(at);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("its plan has it otherwise: " + what);
    }
  }
}
