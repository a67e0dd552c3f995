package org.graft.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.graft.export.flatbuffers.FlatBuffersExport;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A SameDiff file that ND4J itself has written whole, of contents that somebody has changed. */
final class GraphDamage {
  private static final JsonMapper JSON = new JsonMapper();

  private GraphDamage() {}

  /** Other metadata, another plan among them, or now and then an array of another shape or type. */
  static byte[] inside(byte[] whole, List<byte[]> others, Random random) throws IOException {
    SameDiff graph = SameDiff.fromFlatBuffers(ByteBuffer.wrap(whole), false);
    if (random.nextInt(5) == 0) {
      another(graph, random);
    } else {
      SDVariable metadata = graph.getVariable(FlatBuffersExport.METADATA);
      byte[] changed = changed(bytes(metadata.getArr()), random);
      metadata.setArray(array(changed));
    }
    ByteBuffer written = graph.asFlatBuffers(false);
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    return bytes;
  }

  private static byte[] changed(byte[] metadata, Random random) throws IOException {
    if (random.nextInt(3) == 0) {
      return JsonDamage.of(metadata, random);
    }
    ObjectNode object = (ObjectNode) JSON.readTree(metadata);
    List<String> texts = new ArrayList<>();
    object.fieldNames().forEachRemaining(texts::add);
    String key = random.nextInt(4) == 0 ? texts.get(random.nextInt(texts.size())) : "graft.plan";
    JsonNode value = object.get(key);
    byte[] text = value.asText().getBytes(StandardCharsets.UTF_8);
    boolean isJson = value.asText().startsWith("{") || value.asText().startsWith("[");
    byte[] other =
        isJson ? JsonDamage.of(text, random) : ByteDamage.of(text, List.of(text), random);
    object.put(key, new String(other, StandardCharsets.UTF_8));
    return JSON.writeValueAsBytes(object);
  }

  private static void another(SameDiff graph, Random random) {
    List<SDVariable> stored =
        graph.variables().stream().filter(variable -> variable.isConstant()).toList();
    SDVariable variable = stored.get(random.nextInt(stored.size()));
    long[] shape = variable.getArr().shape().clone();
    if (shape.length > 0 && random.nextBoolean()) {
      shape[random.nextInt(shape.length)] += random.nextInt(3);
    }
    DataType[] types = {DataType.FLOAT, DataType.INT32, DataType.INT64, DataType.DOUBLE};
    variable.setArray(Nd4j.zeros(types[random.nextInt(types.length)], shape));
  }

  private static byte[] bytes(INDArray array) {
    byte[] bytes = new byte[Math.toIntExact(array.length())];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) array.getInt(i);
    }
    return bytes;
  }

  private static INDArray array(byte... bytes) {
    INDArray array = Nd4j.createUninitialized(DataType.UINT8, Math.max(1, bytes.length));
    for (int i = 0; i < bytes.length; i++) {
      array.putScalar(i, Byte.toUnsignedInt(bytes[i]));
    }
    return array;
  }
}
