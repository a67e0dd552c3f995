package org.graft.api;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.graft.head.HeadScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A program of someone who knows ND4J: an own head with attention pooling and a residual block on a
 * frozen base, its curve, both exports, and what plain ND4J and ONNX Runtime make of them.
 */
public final class OwnHead implements CustomHead {
  private static final int SIDE = 32;
  private static final String FINE_TUNED = "block3";

  @Override
  public boolean readsMap() {
    return true;
  }

  /** Softmax over the cells, {@code x + W2 relu(W1 x)}, a dense layer. */
  @Override
  public SDVariable logits(HeadScope head) {
    SameDiff sd = head.graph();
    int channels = head.shape().channels();
    int cells = head.shape().size() / channels;
    SDVariable rows = sd.reshape(head.features(), -1, channels);
    SDVariable scores = sd.reshape(rows.mmul(head.kernel("attention", channels, 1)), -1, cells);
    SDVariable weights = sd.expandDims(sd.nn().softmax(scores, 1), 2);
    SDVariable pooled = sd.reshape(rows, -1, cells, channels).mul(weights).sum(1);
    SDVariable inner = sd.nn().relu(head.dense("inner", pooled, channels, channels), 0);
    SDVariable block = head.dense("block", head.dropout(inner, 0.2), channels, channels);
    return head.dense("out", pooled.add(block), channels, head.outputs());
  }

  /** Runs in a folder that holds what it names; prints one figure a line. */
  public static void main(String[] arguments) throws IOException, OrtException {
    ImportedBase base = Graft.importKeras(Path.of("demo_vgg.h5"));
    GraphForm form = GraphForm.ofPixels().size(SIDE).trainable(FINE_TUNED);
    Map<String, float[]> frozen = constants(base.toSameDiff(form));

    Training training = base.on(Path.of("logos")).size(SIDE).epochs(15).head(new OwnHead());
    TrainedModel model = training.fineTuneFrom(FINE_TUNED).train();
    model.run().metrics().forEach(e -> print("loss", e.loss(), e.phase() + " " + e.epoch()));
    print("accuracy", model.evaluation().accuracy(), "base rate " + model.evaluation().baseRate());

    model.exportOnnx(Path.of("own.onnx"));
    model.exportFlatBuffers(Path.of("own.fb"));
    SameDiff plain = SameDiff.load(Path.of("own.fb").toFile(), false);
    String probabilities = model.toSameDiff().outputs().get(0);
    byte[] pixels = pixels(Path.of("picture.jpg"));
    float[] trained = run(model.toSameDiff(), probabilities, pixels);
    print("nd4j", apart(trained, run(plain, probabilities, pixels)), "own.fb");
    print("onnxruntime", apart(trained, runtime(probabilities, pixels)), "own.onnx");
    print("changed", changed(frozen, constants(plain)), "of " + frozen.size() + " constants");
  }

  private static void print(String name, double value, String of) {
    System.out.println(name + " " + value + " " + of);
  }

  /** The base's frozen weights. */
  private static Map<String, float[]> constants(SameDiff graph) {
    Map<String, float[]> constants = new TreeMap<>();
    for (SDVariable variable : graph.variables()) {
      if (variable.isConstant() && variable.name().matches("block.*/(kernel|bias)")) {
        constants.put(variable.name(), variable.getArr().dup('c').data().asFloat());
      }
    }
    return constants;
  }

  /** Arrays that are not there any more, or not the same to the bit. */
  private static int changed(Map<String, float[]> before, Map<String, float[]> after) {
    int changed = 0;
    for (Map.Entry<String, float[]> array : before.entrySet()) {
      float[] values = after.getOrDefault(array.getKey(), new float[0]);
      changed += Arrays.equals(values, array.getValue()) ? 0 : 1;
    }
    return changed;
  }

  /** RGB bytes of the middle of a picture. */
  private static byte[] pixels(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    byte[] rgb = new byte[SIDE * SIDE * 3];
    for (int i = 0; i < SIDE * SIDE; i++) {
      int x = (2 * (i % SIDE) + 1) * image.getWidth() / (2 * SIDE);
      int y = (2 * (i / SIDE) + 1) * image.getHeight() / (2 * SIDE);
      int color = image.getRGB(x, y);
      rgb[3 * i] = (byte) (color >> 16);
      rgb[3 * i + 1] = (byte) (color >> 8);
      rgb[3 * i + 2] = (byte) color;
    }
    return rgb;
  }

  private static float[] run(SameDiff graph, String output, byte... pixels) {
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(pixels[i]);
    }
    INDArray image = Nd4j.createFromArray(values).reshape(1, SIDE, SIDE, 3);
    return graph.outputSingle(Map.of(graph.inputs().get(0), image), output).toFloatVector();
  }

  private static float[] runtime(String output, byte... pixels) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    ByteBuffer bytes = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
    try (OrtSession session = environment.createSession("own.onnx");
        OnnxTensor image =
            OnnxTensor.createTensor(
                environment, bytes, new long[] {1, SIDE, SIDE, 3}, OnnxJavaType.UINT8);
        OrtSession.Result result = session.run(Map.of("image", image))) {
      return ((float[][]) result.get(output).orElseThrow().getValue())[0];
    }
  }

  private static double apart(float[] one, float... other) {
    double most = 0;
    for (int i = 0; i < one.length; i++) {
      most = Math.max(most, Math.abs(one[i] - other[i]));
    }
    return most;
  }
}
