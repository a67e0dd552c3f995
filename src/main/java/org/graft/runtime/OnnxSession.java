package org.graft.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.card.Layout;
import org.graft.card.ModelCard;
import org.graft.card.PixelType;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;

/**
 * An ONNX file with one image input, ready to run in ONNX Runtime. The input is {@code [batch,
 * height, width, 3]}, or {@code [batch, 3, height, width]} if the metadata says so, of element type
 * uint8 or float32; outputs are float32. Must be closed: it holds native memory.
 */
public final class OnnxSession extends OpenModel {
  private static final int RANK = 4;

  private final ImageInput input;

  private OnnxSession(OrtEnvironment environment, OrtSession session, ImageInput input) {
    super(environment, session);
    this.input = input;
  }

  /**
   * Loads a file that is to run on all cores.
   *
   * @throws InputException if there is no such file, its input takes no images, or ONNX Runtime has
   *     no build for this machine
   * @throws MalformedFileException if ONNX Runtime cannot load it
   */
  public static OnnxSession open(Path file) {
    return open(file, Runtime.getRuntime().availableProcessors());
  }

  /** Loads a file that is to run on {@code threads} threads. */
  public static OnnxSession open(Path file, int threads) {
    return open(file, threads, Device.CPU);
  }

  /**
   * The same on a device.
   *
   * @throws InputException if the device cannot be used here
   */
  public static OnnxSession open(Path file, int threads, Device device) {
    if (!Files.isRegularFile(file)) {
      throw new InputException("there is no file " + file);
    }
    return open(
        file,
        threads,
        device,
        (environment, options) -> environment.createSession(file.toString(), options));
  }

  /**
   * The same on a device.
   *
   * @throws InputException if the device cannot be used here
   */
  public static OnnxSession open(byte[] model, String name, Device device) {
    return open(
        Path.of(name.replaceAll("[^\\w.-]", "_")),
        Runtime.getRuntime().availableProcessors(),
        device,
        (environment, options) -> environment.createSession(model, options));
  }

  private static OnnxSession open(Path file, int threads, Device device, Loader loader) {
    OrtEnvironment environment = OnnxLibrary.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      device.choose(options);
      OrtSession session = loader.load(environment, options);
      try {
        return new OnnxSession(environment, session, imageInput(file, session));
      } catch (OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw new MalformedFileException(file, "ONNX Runtime cannot load it: " + oneLine(e), e);
    }
  }

  @FunctionalInterface
  private interface Loader {
    OrtSession load(OrtEnvironment environment, OrtSession.SessionOptions options)
        throws OrtException;
  }

  /** What the file takes. */
  public ImageInput input() {
    return input;
  }

  /** Names of the outputs, in the file's order. */
  public List<String> outputs() {
    return new ArrayList<>(session.getOutputNames());
  }

  /** Length of an output's second axis: classes or channels; 0 if there is no such output. */
  public int width(String output) {
    try {
      NodeInfo info = session.getOutputInfo().get(output);
      boolean known = info != null && info.getInfo() instanceof TensorInfo;
      long[] shape = known ? ((TensorInfo) info.getInfo()).getShape() : new long[0];
      return shape.length < 2 ? 0 : Math.toIntExact(shape[1]);
    } catch (OrtException e) {
      throw new WorkFailedException("ONNX Runtime: " + oneLine(e), e);
    }
  }

  /** The file's {@code metadata_props}. */
  public Map<String, String> metadata() {
    try {
      return session.getMetadata().getCustomMetadata();
    } catch (OrtException e) {
      throw new WorkFailedException("ONNX Runtime: " + oneLine(e), e);
    }
  }

  /** All outputs for images of the one size that the file takes, as the other method. */
  public Map<String, Output> run(float[] images, int batch) {
    return run(images, batch, input.height(), input.width());
  }

  /**
   * All outputs for a batch of images, by name in the file's order, each in C order.
   *
   * @param images {@code [batch, rows, columns, 3]} in C order, whatever the file's own order of
   *     axes; for an input of uint8 rounded half up
   */
  public Map<String, Output> run(float[] images, int batch, int rows, int columns) {
    if (!input.takes(rows, columns)
        || images.length != (long) batch * rows * columns * input.channels()) {
      throw new IllegalArgumentException(
          images.length + " values for " + batch + " images of " + input);
    }
    long[] shape = input.shape(batch, rows, columns);
    try (OnnxTensor tensor = tensor(input.ordered(images, batch), shape);
        OrtSession.Result result = session.run(Map.of(input.name(), tensor))) {
      Map<String, Output> outputs = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> entry : result) {
        outputs.put(entry.getKey(), output((OnnxTensor) entry.getValue()));
      }
      return outputs;
    } catch (OrtException e) {
      throw new WorkFailedException("ONNX Runtime failed: " + oneLine(e), e);
    }
  }

  private OnnxTensor tensor(float[] images, long[] shape) throws OrtException {
    if (input.pixels() == PixelType.FLOAT32) {
      return OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
    }
    byte[] levels = new byte[images.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = toByte(images[i]);
    }
    ByteBuffer bytes = ByteBuffer.allocateDirect(levels.length).order(ByteOrder.nativeOrder());
    bytes.put(levels);
    return OnnxTensor.createTensor(environment, bytes.flip(), shape, OnnxJavaType.UINT8);
  }

  /**
   * The nearest of the levels 0..255, halves upwards, as the byte that holds it. Doubles hold the
   * sum exactly, and from 0 on the cast rounds as Math.floor does.
   */
  public static byte toByte(float value) {
    return (byte) Math.min(255, (int) Math.max(0, value + 0.5));
  }

  private static Output output(OnnxTensor tensor) {
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return new Output(values, tensor.getInfo().getShape());
  }

  /** The version of ONNX Runtime, known without loading it. */
  public static String version() {
    return OnnxLibrary.version();
  }

  /** Name and version, on which outputs depend in the last bits, known without loading it. */
  public static String engine() {
    return "onnxruntime " + version();
  }

  private static ImageInput imageInput(Path file, OrtSession session) throws OrtException {
    List<NodeInfo> inputs = new ArrayList<>(session.getInputInfo().values());
    if (inputs.size() == 1
        && inputs.get(0).getInfo() instanceof TensorInfo info
        && info.getShape().length == RANK
        && (info.type == OnnxJavaType.UINT8 || info.type == OnnxJavaType.FLOAT)) {
      Layout layout = Layout.of(session.getMetadata().getCustomMetadata().get(ModelCard.LAYOUT));
      boolean first = layout == Layout.NCHW;
      int[] axes = Arrays.stream(info.getShape()).mapToInt(Math::toIntExact).toArray();
      int height = axes[first ? 2 : 1];
      int width = axes[first ? 3 : 2];
      int channels = axes[first ? 1 : 3];
      if (channels > 0 && height != 0 && width != 0) {
        PixelType pixels = info.type == OnnxJavaType.UINT8 ? PixelType.UINT8 : PixelType.FLOAT32;
        return new ImageInput(inputs.get(0).getName(), pixels, layout, height, width, channels);
      }
    }
    throw new InputException(
        file + " does not take images [batch, height, width, 3] of uint8 or float32 as one input");
  }

  static String oneLine(Throwable e) {
    return String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
  }

  /** Values of one output in C order, with its shape {@code [batch, ..]}. */
  public record Output(float[] values, long... shape) {}
}
