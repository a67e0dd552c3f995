package org.graft.export.onnx;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.export.onnx.OnnxGraph.Value;
import org.graft.export.parity.OutputComparison;
import org.graft.export.parity.Receipt;
import org.graft.failure.FirstLine;
import org.graft.failure.InputException;
import org.graft.graph.SessionWalk;
import org.graft.runtime.OnnxFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes any SameDiff graph as an ONNX file of operator set 17, axes and names as SameDiff has
 * them.
 */
public final class SameDiffExport {
  private final SameDiff graph;
  private final Map<String, INDArray> examples;
  private final Set<String> batched;
  private final List<String> outputs;

  SameDiffExport(SameDiff graph, Map<String, INDArray> examples, List<String> outputs) {
    this.graph = graph;
    this.examples = new LinkedHashMap<>(examples);
    this.outputs = List.copyOf(outputs);
    this.batched = requireInputs();
    requireOutputs();
  }

  /**
   * Writes a file, reads it back, runs it in ONNX Runtime on the examples and on twice as many, and
   * only then puts it in its place. What protobuf cannot hold, 2 GiB and more, lies beside it in
   * {@code <target>.data}.
   *
   * @param examples what enters each placeholder that the outputs need; where a placeholder's first
   *     axis is -1, so many examples at once, and the file takes any number
   * @param outputs variables to hand out
   * @throws InputException for placeholders or outputs that are not there, or examples of another
   *     shape
   * @throws org.graft.failure.UnsupportedModelException if an operation has no ONNX form here, or
   *     one array alone takes more than 2 GiB
   * @throws org.graft.failure.WorkFailedException if the file computes something else than the
   *     graph, or cannot be written; nothing is left behind
   */
  public static Receipt write(
      SameDiff graph, Map<String, INDArray> examples, List<String> outputs, Path target) {
    return new SameDiffExport(graph, examples, outputs).write(target, OnnxSerializer.MAXIMUM_BYTES);
  }

  /** The same with a limit to what one file holds, which tests set low. */
  Receipt write(Path target, long limit) {
    ShapeProbe probe = probe();
    OnnxGraph made = Rewrites.apply(translated(probe));
    OutputComparison comparison = new OutputComparison();
    try {
      new OnnxFile(made, Map.of(), limit)
          .write(
              target,
              file -> {
                try (OnnxFunction function = OnnxFunction.open(file)) {
                  compare(function, probe.first(), comparison);
                  compare(function, probe.second(), comparison);
                }
                comparison.require(target);
              });
    } finally {
      Reference.reachabilityFence(graph);
    }
    return comparison.receipt(target, Math.toIntExact(Math.max(1, probe.batch())));
  }

  private ShapeProbe probe() {
    try {
      return ShapeProbe.of(graph, examples, batched, outputs);
    } catch (IllegalStateException | IllegalArgumentException | NullPointerException e) {
      throw new InputException("SameDiff cannot run the graph: " + FirstLine.of(e), e);
    }
  }

  private OnnxGraph translated(ShapeProbe probe) {
    Set<String> reserved = new LinkedHashSet<>(examples.keySet());
    reserved.addAll(outputs);
    GraphBuilder builder = new GraphBuilder(reserved);
    GraphTranslation translation = new GraphTranslation(probe, builder);
    List<Value> entering = new ArrayList<>();
    for (String name : examples.keySet()) {
      translation.enter(name, name);
      entering.add(value(name, translation.seen(name)));
    }
    translation.translate();
    List<Value> leaving = new ArrayList<>();
    for (String name : outputs) {
      builder.output(name, "Identity", List.of(translation.value(name)));
      leaving.add(value(name, translation.seen(name)));
    }
    return builder.build(entering, leaving);
  }

  private static Value value(String name, Seen seen) {
    return new Value(name, seen.element(), seen.axes());
  }

  private void compare(
      OnnxFunction function, Map<String, INDArray> arrays, OutputComparison comparison) {
    Map<String, OnnxFunction.OnnxArray> inputs = new LinkedHashMap<>();
    examples.keySet().forEach(name -> inputs.put(name, array(arrays.get(name))));
    Map<String, OnnxFunction.OnnxArray> found = function.run(inputs);
    for (String output : outputs) {
      INDArray expected = arrays.get(output);
      OnnxFunction.OnnxArray values = found.get(output);
      boolean fits = Arrays.equals(expected.shape(), values.shape());
      float[] numbers = fits ? floats(values, expected.dataType()) : new float[0];
      comparison.scores(output, floats(array(expected), expected.dataType()), numbers, 1);
    }
  }

  private static OnnxFunction.OnnxArray array(INDArray array) {
    INDArray ordered = array.dup('c');
    long size = ordered.length() * ordered.dataType().width();
    if (size > OnnxSerializer.MAXIMUM_BYTES) {
      throw new InputException(
          ("the examples make an array of %s bytes, more than can be compared: give fewer"
                  + " of them")
              .formatted(size));
    }
    int bytes = Math.toIntExact(size);
    ByteBuffer copy = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    try {
      if (bytes > 0) {
        copy.put(ordered.data().asNio().slice(0, bytes)).flip();
      }
    } finally {
      Reference.reachabilityFence(ordered);
    }
    return new OnnxFunction.OnnxArray(
        Element.of(array.dataType()).orElseThrow().code(), array.shape(), copy);
  }

  private static float[] floats(OnnxFunction.OnnxArray array, DataType type) {
    ByteBuffer bytes = array.bytes();
    float[] values = new float[bytes.remaining() / type.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(bytes, type, i * type.width());
    }
    return values;
  }

  private static float number(ByteBuffer bytes, DataType type, int at) {
    return switch (type) {
      case INT -> bytes.getInt(at);
      case LONG -> bytes.getLong(at);
      case DOUBLE -> (float) bytes.getDouble(at);
      case BOOL, UBYTE -> bytes.get(at);
      case HALF -> bytes.getShort(at);
      default -> bytes.getFloat(at);
    };
  }

  /** The placeholders whose first axis is open. */
  private Set<String> requireInputs() {
    Set<String> batched = new LinkedHashSet<>();
    examples.forEach(
        (name, example) -> {
          if (!graph.hasVariable(name) || !graph.getVariable(name).isPlaceHolder()) {
            throw new InputException(
                "there is no placeholder '" + name + "'; there are " + placeholders());
          }
          long[] declared = graph.getVariable(name).getShape();
          requireFit(name, declared, example);
          if (declared != null && declared.length > 0 && declared[0] == -1) {
            batched.add(name);
          }
        });
    if (batched.stream().mapToLong(name -> examples.get(name).size(0)).distinct().count() > 1) {
      throw new InputException("the examples are not equally many in all of " + batched);
    }
    return batched;
  }

  private static void requireFit(String name, long[] declared, INDArray example) {
    long[] given = example.shape();
    boolean fits = declared == null || declared.length == given.length;
    for (int axis = 0; fits && declared != null && axis < declared.length; axis++) {
      if (axis > 0 && declared[axis] == -1) {
        throw new InputException(
            ("placeholder '%s' leaves axis %d open; only the first, the batch, may be: state"
                    + " the others when it is made")
                .formatted(name, axis));
      }
      fits = given[axis] > 0 && (declared[axis] == -1 || declared[axis] == given[axis]);
    }
    if (!fits) {
      throw new InputException(
          "the example for placeholder '%s' is %s, expected %s"
              .formatted(name, Arrays.toString(given), Arrays.toString(declared)));
    }
  }

  private void requireOutputs() {
    if (outputs.isEmpty()) {
      throw new InputException("no outputs are named");
    }
    for (String output : outputs) {
      if (!graph.hasVariable(output)) {
        throw new InputException("there is no variable '" + output + "' to hand out");
      }
      if (graph.getVariables().get(output).getOutputOfOp() == null) {
        throw new InputException(
            "'" + output + "' is not computed; hand out what an operation makes");
      }
      SessionWalk.requireShort(graph, output);
    }
    Set<String> needed = ShapeProbe.needed(graph, outputs);
    for (String placeholder : placeholders()) {
      if (!examples.containsKey(placeholder) && needed.contains(placeholder)) {
        throw new InputException("no example is given for placeholder '" + placeholder + "'");
      }
    }
  }

  private List<String> placeholders() {
    return graph.variables().stream()
        .filter(SDVariable::isPlaceHolder)
        .map(SDVariable::name)
        .toList();
  }
}
