package org.graft.spark.head;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.graft.card.ModelCard;
import org.nd4j.shade.protobuf.ByteString;

/**
 * The ONNX file of a base with a head on it, as {@code graft export} writes one: images in,
 * probabilities and logits out.
 */
public final class GraftedFile {
  private static final String FEATURES = "features";
  private static final String LOGITS = "logits";
  private static final String PROBABILITIES = "probabilities";
  private static final String KERNEL = "head_kernel";
  private static final String BIAS = "head_bias";
  private static final Set<String> OWN = Set.of(LOGITS, PROBABILITIES, KERNEL, BIAS);

  /** Of values of the base that have a name which the head needs. */
  private static final String OF_BASE = "base_";

  private GraftedFile() {}

  /**
   * Writes a file.
   *
   * @param base what {@code graft export --base} wrote
   * @param metadata what the new file says of itself
   * @throws IOException if the one cannot be read or the other cannot be written
   */
  public static void write(Path base, LinearHead head, Map<String, String> metadata, Path to)
      throws IOException {
    ModelProto.Builder model;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(base))) {
      model = ModelProto.parseFrom(in).toBuilder();
    }
    rename(model.getGraphBuilder());
    graft(model.getGraphBuilder(), head);
    model.clearMetadataProps();
    metadata.forEach((key, value) -> model.addMetadataProps(entry(key, value)));
    model.addMetadataProps(entry(ModelCard.PRECISION, "float32"));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
      model.build().writeTo(out);
    }
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static void graft(GraphProto.Builder graph, LinearHead head) {
    ValueInfoProto features =
        graph.getOutputList().stream()
            .filter(output -> output.getName().equals(FEATURES))
            .findFirst()
            .orElseThrow();
    int width = head.width();
    int classes = head.classes();
    graph
        .clearOutput()
        .addValueInfo(features)
        .addInitializer(tensor(KERNEL, head.kernel(), width, classes))
        .addInitializer(tensor(BIAS, head.bias(), classes))
        .addNode(node("Gemm", LOGITS, FEATURES, KERNEL, BIAS))
        .addNode(node("Softmax", PROBABILITIES, LOGITS))
        .addOutput(output(PROBABILITIES, features, classes))
        .addOutput(output(LOGITS, features, classes));
  }

  private static NodeProto node(String type, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setName(output)
        .setOpType(type)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private static TensorProto tensor(String name, float[] values, int... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    for (int axis : shape) {
      tensor.addDims(axis);
    }
    return tensor.build();
  }

  /** {@code [batch, classes]}, the batch as the base has it. */
  private static ValueInfoProto output(String name, ValueInfoProto features, int classes) {
    TypeProto.Tensor type = features.getType().getTensorType();
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(type.getShape().getDim(0))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(classes))
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type.toBuilder().setShape(shape)))
        .build();
  }

  /** Gives values of the base other names where the head needs theirs. */
  private static void rename(GraphProto.Builder graph) {
    Set<String> taken = new HashSet<>();
    graph.getNodeList().forEach(node -> taken.addAll(node.getOutputList()));
    graph.getInitializerList().forEach(tensor -> taken.add(tensor.getName()));
    Map<String, String> others = new HashMap<>();
    for (String name : OWN) {
      if (taken.contains(name)) {
        String other = OF_BASE + name;
        while (taken.contains(other)) {
          other = OF_BASE + other;
        }
        others.put(name, other);
      }
    }
    if (!others.isEmpty()) {
      rename(graph, others);
    }
  }

  private static void rename(GraphProto.Builder graph, Map<String, String> others) {
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      for (int i = 0; i < node.getInputCount(); i++) {
        node.setInput(i, others.getOrDefault(node.getInput(i), node.getInput(i)));
      }
      for (int i = 0; i < node.getOutputCount(); i++) {
        node.setOutput(i, others.getOrDefault(node.getOutput(i), node.getOutput(i)));
      }
    }
    graph
        .getInitializerBuilderList()
        .forEach(tensor -> tensor.setName(others.getOrDefault(tensor.getName(), tensor.getName())));
    graph
        .getValueInfoBuilderList()
        .forEach(value -> value.setName(others.getOrDefault(value.getName(), value.getName())));
  }
}
