package org.graft.source.tensorflow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nd4j.shade.protobuf.CodedOutputStream;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.FunctionDef;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.NameAttrList;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.OpDef;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/** Graphs that cost much more than they weigh, each with what it must be answered with. */
@SuppressWarnings("ImmutableEnumChecker")
public enum GraphBombs {
  GROUPS("it holds a group", () -> field(1, repeated(100_000, 0x0b))),
  GROUPS_IN_A_NODE("it holds a group", () -> with(field(1, repeated(50_000, 0x9b, 0x06)))),
  GROUPS_THAT_CLOSE(
      "it holds a group", () -> with(field(1, repeated(9, 0x9b, 0x06), repeated(9, 0x9c, 0x06)))),
  NESTED_MESSAGES("messages nested deeper than 64", () -> with(nested(300))),
  EMPTY_MESSAGES("more than 4000000 fields", () -> with(repeated(4_100_000, 0x12, 0))),
  NUMBERS("more than 4000000 fields", () -> with(repeated(4_100_000, 0x38, 1))),
  FIELD_OUTSIDE("a field outside of its message", () -> with(new byte[] {0x0a, 100, 1})),
  NUMBER_WITHOUT_END("a number that does not end", () -> with(repeated(50, 0x80))),
  DOUBLING("more than 50000 nodes", () -> doubling(20, true)),
  DOUBLING_OF_NOTHING("more than 50000 nodes", () -> doubling(60, false)),
  ONE_FUNCTION_OFTEN("more than 50000 nodes", GraphBombs::often),
  SUM_OF_A_MILLION("has 1000000 inputs, at most 16384", () -> sum(1_000_000)),
  MILLION_CONTROLS("inputs, at most 16384", () -> with(reading("^x", 1_000_000))),
  MANY_SUMS("more than 500000 inputs", GraphBombs::sums),
  CHAIN("more than 50000 nodes", () -> chain("Relu", 60_000)),
  LONG_CHAIN("more than 150000 nodes", () -> chain("Relu", 200_000)),
  CHAIN_OF_IDENTITIES("more than 50000 nodes", () -> chain("Identity", 60_000)),
  CHAIN_OF_CONSTANTS("computed from more than 100 constants", GraphBombs::constants),
  CIRCLE("the graph has a cycle", GraphBombs::circle),
  LONG_NAME("a node whose name or operation is none", () -> with(named("n".repeat(1_000_000)))),
  LONG_INPUT("reads a name of 1000000 characters", () -> with(reading("x".repeat(1_000_000), 1))),
  LONG_NAMES("characters of names", GraphBombs::longNames),
  MANY_ATTRIBUTES("attributes, at most 1000", GraphBombs::attributes),
  CLAIMS("may be left out", GraphBombs::claims),
  COMPUTED_CONSTANTS("values to be computed from constants", GraphBombs::computed),
  SUMS_OF_THE_SAME(null, () -> twice(40));

  private final String answer;
  private final Supplier<byte[]> bytes;

  GraphBombs(String answer, Supplier<byte[]> bytes) {
    this.answer = answer;
    this.bytes = bytes;
  }

  /** A part of the line that refuses it; {@code null} if it is a network, if an odd one. */
  public String answer() {
    return answer;
  }

  /** The content of the file. */
  public byte[] bytes() {
    return bytes.get();
  }

  private static GraphDef.Builder graph() {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int axis : new int[] {-1, 8, 8, 3}) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(axis));
    }
    return GraphDef.newBuilder()
        .addNode(
            NodeDef.newBuilder()
                .setName("x")
                .setOp("Placeholder")
                .putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
                .putAttr("shape", AttrValue.newBuilder().setShape(shape).build()));
  }

  private static byte[] with(NodeDef... nodes) {
    return graph().addAllNode(List.of(nodes)).build().toByteArray();
  }

  /** A sound graph and raw bytes behind it. */
  private static byte[] with(byte[] more) {
    return joined(with(node("end", "Relu", "x")), more);
  }

  private static NodeDef node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs)).build();
  }

  private static NodeDef named(String name) {
    return node(name, "Relu", "x");
  }

  private static NodeDef reading(String input, int times) {
    return NodeDef.newBuilder()
        .setName("end")
        .setOp("Relu")
        .addAllInput(Collections.nCopies(times, input))
        .build();
  }

  private static NodeDef constant(String name, int size) {
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(
                TensorShapeProto.newBuilder()
                    .addDim(TensorShapeProto.Dim.newBuilder().setSize(size)))
            .addFloatVal(1)
            .build();
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Const")
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build())
        .build();
  }

  private static byte[] sum(int inputs) {
    return with(reading("x", inputs).toBuilder().setOp("AddN").build());
  }

  private static byte[] sums() {
    GraphDef.Builder graph = graph();
    for (int i = 0; i < 40; i++) {
      graph.addNode(reading(i == 0 ? "x" : "n" + (i - 1), 16_000).toBuilder().setName("n" + i));
    }
    return graph.build().toByteArray();
  }

  private static byte[] chain(String op, int length) {
    GraphDef.Builder graph = graph();
    for (int i = 0; i < length; i++) {
      graph.addNode(node("n" + i, op, i == 0 ? "x" : "n" + (i - 1)));
    }
    return graph.build().toByteArray();
  }

  private static byte[] constants() {
    GraphDef.Builder graph = graph().addNode(constant("n0", 1));
    for (int i = 1; i <= 5_000; i++) {
      graph.addNode(node("n" + i, "Neg", "n" + (i - 1)));
    }
    return graph.addNode(node("end", "Mul", "x", "n5000")).build().toByteArray();
  }

  private static byte[] circle() {
    GraphDef.Builder graph = graph();
    for (int i = 0; i < 5_000; i++) {
      graph.addNode(node("n" + i, "Relu", "n" + (i + 1) % 5_000));
    }
    return graph.addNode(node("end", "AddV2", "x", "n0")).build().toByteArray();
  }

  private static byte[] longNames() {
    GraphDef.Builder graph = graph().addNode(node("end", "Relu", "x"));
    for (int i = 0; i < 17_000; i++) {
      graph.addNode(NodeDef.newBuilder().setOp("Const").setName("n".repeat(1000) + i));
    }
    return graph.build().toByteArray();
  }

  private static byte[] attributes() {
    NodeDef.Builder node = node("end", "Relu", "x").toBuilder();
    for (int i = 0; i < 20_000; i++) {
      node.putAttr("a" + i, AttrValue.getDefaultInstance());
    }
    return with(node.build());
  }

  private static byte[] claims() {
    GraphDef.Builder graph = graph();
    for (int i = 0; i < 100; i++) {
      graph.addNode(constant("c" + i, 1 << 20));
      graph.addNode(node("n" + i, "Mul", i == 0 ? "x" : "n" + (i - 1), "c" + i));
    }
    return graph.build().toByteArray();
  }

  private static byte[] computed() {
    GraphDef.Builder graph = graph().addNode(constant("n0", 1 << 20));
    for (int i = 1; i <= 90; i++) {
      graph.addNode(node("n" + i, "Mul", "n" + (i - 1), "n" + (i - 1)));
    }
    return graph.addNode(node("end", "Mul", "x", "n90")).build().toByteArray();
  }

  private static byte[] twice(int times) {
    GraphDef.Builder graph = graph();
    for (int i = 0; i < times; i++) {
      String before = i == 0 ? "x" : "n" + (i - 1);
      graph.addNode(node("n" + i, "AddV2", before, before));
    }
    return graph.build().toByteArray();
  }

  private static byte[] doubling(int levels, boolean computes) {
    GraphDef.Builder graph = graph();
    NodeDef[] first = computes ? new NodeDef[] {node("k", "Relu", "a")} : new NodeDef[0];
    graph.getLibraryBuilder().addFunction(function(0, computes ? "k:activations:0" : "a", first));
    for (int i = 1; i < levels; i++) {
      NodeDef one = call("one", i - 1, "a");
      NodeDef other = call("other", i - 1, "one:r:0");
      graph.getLibraryBuilder().addFunction(function(i, "other:r:0", one, other));
    }
    return graph
        .addNode(call("call", levels - 1, "x"))
        .addNode(node("end", "Relu", "call"))
        .build()
        .toByteArray();
  }

  private static byte[] often() {
    GraphDef.Builder graph = graph();
    graph.getLibraryBuilder().addFunction(function(0, "k:activations:0", node("k", "Relu", "a")));
    IntStream.range(0, 26_000)
        .forEach(i -> graph.addNode(call("c" + i, 0, i == 0 ? "x" : "c" + (i - 1))));
    return graph.addNode(node("end", "Relu", "c25999")).build().toByteArray();
  }

  private static NodeDef call(String name, int function, String input) {
    NameAttrList called = NameAttrList.newBuilder().setName("f" + function).build();
    return node(name, "PartitionedCall", input).toBuilder()
        .putAttr("f", AttrValue.newBuilder().setFunc(called).build())
        .build();
  }

  private static FunctionDef function(int number, String result, NodeDef... nodes) {
    return FunctionDef.newBuilder()
        .setSignature(
            OpDef.newBuilder()
                .setName("f" + number)
                .addInputArg(OpDef.ArgDef.newBuilder().setName("a"))
                .addOutputArg(OpDef.ArgDef.newBuilder().setName("r")))
        .addAllNodeDef(List.of(nodes))
        .putRet("r", result)
        .build();
  }

  /** A node with an attribute that names a function with an attribute that names … */
  private static byte[] nested(int depth) {
    byte[] inner = {};
    for (int i = 0; i < depth; i++) {
      inner = field(10, field(2, field(2, inner)));
    }
    return field(1, field(5, field(2, inner)));
  }

  private static byte[] field(int number, byte[]... content) {
    byte[] whole = joined(content);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeByteArray(number, whole);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static byte[] repeated(int times, int... values) {
    byte[] bytes = new byte[times * values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i % values.length];
    }
    return bytes;
  }
}
