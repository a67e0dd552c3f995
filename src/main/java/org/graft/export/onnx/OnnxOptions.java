package org.graft.export.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.graft.failure.UnsupportedModelException;
import org.graft.graph.Network;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * What an ONNX file shall look like from outside.
 *
 * @param pixels type of the input's elements
 * @param outputs the network's variable behind each output, by the output's name, in the file's
 *     order; the first one decides the class
 * @param metadata the file's {@code metadata_props}
 */
public record OnnxOptions(
    Pixels pixels, Map<String, String> outputs, Map<String, String> metadata) {
  /** Name of the input: {@code [batch, height, width, 3]}, RGB 0..255. */
  public static final String IMAGE = "image";

  /** Name of a classifier's output after softmax: {@code [batch, classes]}. */
  public static final String PROBABILITIES = "probabilities";

  /** Name of a classifier's output before softmax: {@code [batch, classes]}. */
  public static final String LOGITS = "logits";

  /** Types of the input's elements. */
  public enum Pixels {
    /** Bytes, as decoders hand them out. */
    UINT8,
    /** Numbers, which may lie between the levels. */
    FLOAT32
  }

  public OnnxOptions {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("a file without outputs");
    }
  }

  /**
   * For a network that ends in softmax: bytes in, {@link #PROBABILITIES} and {@link #LOGITS} out.
   *
   * @throws UnsupportedModelException if the network ends in anything else
   */
  public static OnnxOptions classifier(Network network, Map<String, String> metadata) {
    Map<String, String> outputs = new LinkedHashMap<>();
    outputs.put(PROBABILITIES, network.output());
    outputs.put(LOGITS, softmaxInput(network));
    return new OnnxOptions(Pixels.UINT8, outputs, metadata);
  }

  /** For any network: numbers in, the named layer out under its own name. */
  public static OnnxOptions features(String layer) {
    return new OnnxOptions(Pixels.FLOAT32, Map.of(layer, layer), Map.of());
  }

  /** The same with another type of input. */
  public OnnxOptions with(Pixels others) {
    return new OnnxOptions(others, outputs, metadata);
  }

  private static String softmaxInput(Network network) {
    SameDiff graph = network.graph();
    String producer = graph.getVariables().get(network.output()).getOutputOfOp();
    SameDiffOp op = producer == null ? null : graph.getOps().get(producer);
    if (op == null || !op.getOp().opName().equals("softmax")) {
      throw new UnsupportedModelException(
          "layer '" + network.output() + "' is the last one and no softmax: not a classifier");
    }
    return op.getInputsToOp().get(0);
  }
}
