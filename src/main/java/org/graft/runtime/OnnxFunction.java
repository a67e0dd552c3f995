package org.graft.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;

/**
 * An ONNX file of any inputs and outputs, ready to run in ONNX Runtime. Must be closed: it holds
 * native memory.
 */
public final class OnnxFunction extends OpenModel {
  /** Types of elements by their codes in {@code TensorProto.DataType}. */
  private static final Map<Integer, OnnxJavaType> TYPES =
      Map.of(
          1, OnnxJavaType.FLOAT,
          2, OnnxJavaType.UINT8,
          6, OnnxJavaType.INT32,
          7, OnnxJavaType.INT64,
          9, OnnxJavaType.BOOL,
          10, OnnxJavaType.FLOAT16,
          11, OnnxJavaType.DOUBLE);

  private OnnxFunction(OrtEnvironment environment, OrtSession session) {
    super(environment, session);
  }

  /**
   * An array.
   *
   * @param code of its type of elements in {@code TensorProto.DataType}: 1 for float32
   * @param bytes its values in C order and the processor's order of bytes
   */
  public record OnnxArray(int code, long[] shape, ByteBuffer bytes) {}

  /**
   * Loads a file.
   *
   * @throws MalformedFileException if ONNX Runtime cannot load it
   */
  public static OnnxFunction open(Path file) {
    OrtEnvironment environment = OnnxLibrary.environment();
    try {
      return new OnnxFunction(environment, environment.createSession(file.toString()));
    } catch (OrtException e) {
      throw new MalformedFileException(
          file, "ONNX Runtime cannot load it: " + OnnxSession.oneLine(e), e);
    }
  }

  /** All outputs by name, for what enters each input. */
  public Map<String, OnnxArray> run(Map<String, OnnxArray> inputs) {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, OnnxArray> input : inputs.entrySet()) {
        tensors.put(input.getKey(), tensor(input.getValue()));
      }
      Map<String, OnnxArray> outputs = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(tensors)) {
        for (Map.Entry<String, OnnxValue> output : result) {
          outputs.put(output.getKey(), array((OnnxTensor) output.getValue()));
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw new WorkFailedException("ONNX Runtime failed: " + OnnxSession.oneLine(e), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(OnnxArray array) throws OrtException {
    ByteBuffer direct =
        ByteBuffer.allocateDirect(array.bytes().remaining()).order(ByteOrder.nativeOrder());
    direct.put(array.bytes().duplicate()).flip();
    return OnnxTensor.createTensor(environment, direct, array.shape(), TYPES.get(array.code()));
  }

  private static OnnxArray array(OnnxTensor tensor) {
    TensorInfo info = tensor.getInfo();
    ByteBuffer bytes = tensor.getByteBuffer();
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).order(ByteOrder.nativeOrder());
    copy.put(bytes).flip();
    int code =
        TYPES.entrySet().stream()
            .filter(type -> type.getValue() == info.type)
            .findFirst()
            .map(Map.Entry::getKey)
            .orElseThrow();
    return new OnnxArray(code, info.getShape(), copy);
  }
}
