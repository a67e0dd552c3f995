package org.graft.export.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.graft.card.Layout;
import org.graft.card.ModelCard;
import org.graft.card.PixelType;
import org.graft.failure.UnsupportedModelException;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Rescale;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * What an ONNX file shall look like from outside.
 *
 * @param input how it takes the images
 * @param precision in what numbers it computes
 * @param outputs the network's variable behind each output, by the output's name, in the file's
 *     order; the first one decides the class
 * @param metadata the file's {@code metadata_props}
 */
public record OnnxOptions(
    OnnxInput input,
    OnnxPrecision precision,
    Map<String, String> outputs,
    Map<String, String> metadata) {
  /** Name of the input. */
  public static final String IMAGE = "image";

  /** Name of a classifier's output after softmax: {@code [batch, classes]}. */
  public static final String PROBABILITIES = "probabilities";

  /** Name of the output of a model that gives a number: {@code [batch, 1]}. */
  public static final String NUMBER = "number";

  /** Name of a classifier's output before softmax: {@code [batch, classes]}. */
  public static final String LOGITS = "logits";

  /** Name of a classifier's further output: what its head reads, {@code [batch, width]}. */
  public static final String FEATURES = "features";

  private static final Set<String> LAST = Set.of("softmax", "sigmoid");

  public OnnxOptions {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    metadata = Collections.unmodifiableMap(withForm(metadata, input.layout(), precision));
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("a file without outputs");
    }
  }

  /**
   * For a network that ends in softmax, or in independent sigmoids: bytes in, {@link
   * #PROBABILITIES} and {@link #LOGITS} out. For one that ends in a number: {@link #NUMBER} out.
   *
   * @throws UnsupportedModelException if the network ends in anything else
   */
  public static OnnxOptions classifier(SameDiffNetwork network, Map<String, String> metadata) {
    Map<String, String> outputs = new LinkedHashMap<>();
    if (network.plan().output() instanceof Rescale) {
      outputs.put(NUMBER, network.output());
    } else {
      outputs.put(PROBABILITIES, network.output());
      outputs.put(LOGITS, lastInput(network));
    }
    return new OnnxOptions(OnnxInput.BYTES, OnnxPrecision.FLOAT32, outputs, metadata);
  }

  /** For any network: numbers in, the named layer out under its own name. */
  public static OnnxOptions features(String layer) {
    return numbers(Map.of(layer, layer));
  }

  /** For any network: numbers in, the network's variables out under other names. */
  public static OnnxOptions numbers(Map<String, String> outputs) {
    OnnxInput input = OnnxInput.BYTES.withPixels(PixelType.FLOAT32);
    return new OnnxOptions(input, OnnxPrecision.FLOAT32, outputs, Map.of());
  }

  public OnnxOptions withInput(OnnxInput other) {
    return new OnnxOptions(other, precision, outputs, metadata);
  }

  /** The same in other numbers. */
  public OnnxOptions withPrecision(OnnxPrecision other) {
    return new OnnxOptions(input, other, outputs, metadata);
  }

  /** The same with one more output. */
  public OnnxOptions withOutput(String name, String variable) {
    Map<String, String> more = new LinkedHashMap<>(outputs);
    more.put(name, variable);
    return new OnnxOptions(input, precision, more, metadata);
  }

  /** By which readers know the order of the axes and what a batch shares. */
  private static Map<String, String> withForm(
      Map<String, String> metadata, Layout layout, OnnxPrecision precision) {
    Map<String, String> all = new LinkedHashMap<>(metadata);
    if (layout == Layout.NCHW) {
      all.put(ModelCard.LAYOUT, layout.toString());
    }
    all.put(ModelCard.PRECISION, precision.toString());
    return all;
  }

  private static String lastInput(SameDiffNetwork network) {
    SameDiff graph = network.graph();
    String producer = graph.getVariables().get(network.output()).getOutputOfOp();
    SameDiffOp op = producer == null ? null : graph.getOps().get(producer);
    if (op == null || !LAST.contains(op.getOp().opName())) {
      throw new UnsupportedModelException(
          "layer '%s' is the last one and neither softmax nor sigmoid: not a classifier"
              .formatted(network.output()));
    }
    return op.getInputsToOp().get(0);
  }
}
