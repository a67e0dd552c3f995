package org.graft.export.onnx;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import onnx.Onnx;
import org.graft.export.onnx.OnnxGraph.Attribute;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.export.onnx.OnnxGraph.Initialiser;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.export.onnx.OnnxGraph.Node;
import org.graft.export.onnx.OnnxGraph.Real;
import org.graft.export.onnx.OnnxGraph.Text;
import org.graft.export.onnx.OnnxGraph.Value;
import org.graft.failure.UnsupportedModelException;
import org.graft.provenance.Version;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/**
 * An {@link OnnxGraph} as the {@code ModelProto} of the ONNX specification: IR version 8, operator
 * set 17. Weights are not copied into Java's memory: whoever uses the proto holds the graph
 * meanwhile.
 */
final class OnnxSerializer {
  static final int IR_VERSION = 8;
  static final int OPSET = 17;
  static final String PRODUCER = "graft";

  /** Protobuf's limit for one message. */
  static final long MAXIMUM_BYTES = Integer.MAX_VALUE;

  /** Room for everything but weights. */
  private static final long MARGIN = 16L << 20;

  private OnnxSerializer() {}

  /**
   * The graph and what it says about itself.
   *
   * @param external sees each constant before it becomes part of the model, and may take its bytes
   */
  static Onnx.ModelProto model(
      OnnxGraph graph, Map<String, String> metadata, Consumer<Onnx.TensorProto.Builder> external) {
    Onnx.ModelProto.Builder model =
        Onnx.ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName(PRODUCER)
            .setProducerVersion(Version.current())
            .setGraph(graph(graph, external))
            .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET));
    metadata.forEach((key, value) -> model.addMetadataProps(entry(key, value)));
    return model.build();
  }

  static Onnx.StringStringEntryProto entry(String key, String value) {
    return Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  /** Whether the weights leave room for the rest below {@code limit} bytes. */
  static boolean fits(OnnxGraph graph, long limit) {
    return bytes(graph) + MARGIN <= limit;
  }

  private static long bytes(OnnxGraph graph) {
    return graph.initialisers().stream().mapToLong(OnnxSerializer::bytes).sum();
  }

  private static long bytes(Initialiser constant) {
    return constant.array().length() * constant.array().dataType().width();
  }

  /** Fails if one array alone is larger than {@code limit}: none is written in parts. */
  static void requireArrays(OnnxGraph graph, long limit) {
    for (Initialiser constant : graph.initialisers()) {
      if (bytes(constant) > limit) {
        throw new UnsupportedModelException(
            String.format(
                Locale.ROOT,
                "'%s' takes %d bytes; an array of an ONNX file takes at most %d here",
                constant.name(),
                bytes(constant),
                limit));
      }
    }
  }

  /** Fails unless the graph {@link #fits}. */
  static void requireSize(OnnxGraph graph, long limit) {
    if (!fits(graph, limit)) {
      throw new UnsupportedModelException(
          ("the weights take %s bytes; an ONNX file holds at most 2 GiB in all: cut the"
                  + " network at an earlier layer")
              .formatted(bytes(graph)));
    }
  }

  private static Onnx.GraphProto graph(
      OnnxGraph graph, Consumer<Onnx.TensorProto.Builder> external) {
    Onnx.GraphProto.Builder proto = Onnx.GraphProto.newBuilder().setName(PRODUCER);
    graph.inputs().forEach(input -> proto.addInput(value(input)));
    graph.outputs().forEach(output -> proto.addOutput(value(output)));
    for (Node node : graph.nodes()) {
      proto.addNode(node(node));
      node.outputs().stream()
          .filter(name -> !graph.handsOut(name))
          .forEach(name -> proto.addValueInfo(value(graph.values().get(name))));
    }
    for (Initialiser initialiser : graph.initialisers()) {
      Onnx.TensorProto.Builder tensor = initialiser(initialiser);
      external.accept(tensor);
      proto.addInitializer(tensor);
    }
    return proto.build();
  }

  private static Onnx.ValueInfoProto value(Value value) {
    Onnx.TensorShapeProto.Builder shape = Onnx.TensorShapeProto.newBuilder();
    value.shape().forEach(dimension -> shape.addDim(dimension(dimension)));
    Onnx.TypeProto.Tensor.Builder tensor =
        Onnx.TypeProto.Tensor.newBuilder().setElemType(value.element().code()).setShape(shape);
    return Onnx.ValueInfoProto.newBuilder()
        .setName(value.name())
        .setType(Onnx.TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static Onnx.TensorShapeProto.Dimension dimension(Dimension dimension) {
    Onnx.TensorShapeProto.Dimension.Builder proto = Onnx.TensorShapeProto.Dimension.newBuilder();
    if (dimension.isKnown()) {
      proto.setDimValue(dimension.length());
    } else {
      proto.setDimParam(dimension.symbol());
    }
    return proto.build();
  }

  private static Onnx.NodeProto node(Node node) {
    Onnx.NodeProto.Builder proto =
        Onnx.NodeProto.newBuilder()
            .setName(node.name())
            .setOpType(node.type())
            .addAllInput(node.inputs())
            .addAllOutput(node.outputs());
    node.attributes().forEach(attribute -> proto.addAttribute(attribute(attribute)));
    return proto.build();
  }

  private static Onnx.AttributeProto attribute(Attribute attribute) {
    Onnx.AttributeProto.Builder proto = Onnx.AttributeProto.newBuilder().setName(attribute.name());
    if (attribute instanceof Int integer) {
      proto.setType(Onnx.AttributeProto.AttributeType.INT).setI(integer.value());
    } else if (attribute instanceof Ints integers) {
      proto.setType(Onnx.AttributeProto.AttributeType.INTS).addAllInts(integers.values());
    } else if (attribute instanceof Real real) {
      proto.setType(Onnx.AttributeProto.AttributeType.FLOAT).setF(real.value());
    } else if (attribute instanceof Text text) {
      proto
          .setType(Onnx.AttributeProto.AttributeType.STRING)
          .setS(ByteString.copyFromUtf8(text.value()));
    }
    return proto.build();
  }

  private static Onnx.TensorProto.Builder initialiser(Initialiser initialiser) {
    INDArray array = initialiser.array();
    Onnx.TensorProto.Builder proto =
        Onnx.TensorProto.newBuilder()
            .setName(initialiser.name())
            .setDataType(element(array).code())
            .setRawData(bytes(array));
    for (long axis : array.shape()) {
      proto.addDims(axis);
    }
    return proto;
  }

  private static Element element(INDArray array) {
    return Element.of(array.dataType())
        .orElseThrow(
            () -> new IllegalArgumentException("arrays of " + array.dataType() + " in ONNX"));
  }

  /**
   * Little-endian values in C order, as {@code raw_data} wants them; the array must be held on to.
   */
  private static ByteString bytes(INDArray array) {
    if (!isDense(array)) {
      return copy(array.dup('c'));
    }
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new UnsupportedModelException("ONNX export needs a little-endian processor");
    }
    return UnsafeByteOperations.unsafeWrap(memory(array));
  }

  private static ByteString copy(INDArray array) {
    try {
      return ByteString.copyFrom(memory(array));
    } finally {
      Reference.reachabilityFence(array);
    }
  }

  /** Valid as long as somebody holds the array. */
  private static ByteBuffer memory(INDArray array) {
    long bytes = array.length() * array.dataType().width();
    return array.data().asNio().slice(0, Math.toIntExact(bytes));
  }

  /** Whether the array's memory holds its values in C order and no others before them. */
  private static boolean isDense(INDArray array) {
    return array.offset() == 0
        && Arrays.equals(array.stride(), ArrayUtil.calcStrides(array.shape()));
  }
}
