package org.graft.engine;

import java.util.Optional;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.runtime.Device;
import org.graft.storage.OrNull;

/**
 * What is asked of engines, as a run keeps it.
 *
 * @param cache whether features are kept and taken from where they were kept
 * @param device that ONNX Runtime computes on; the processor in older runs
 */
public record EngineSettings(
    EngineChoice engine, Precision precision, boolean cache, @OrNull Device device) {
  /** Any engine, in float32, with the cache. */
  public static final EngineSettings USUAL =
      new EngineSettings(EngineChoice.AUTO, Precision.FLOAT32, true);

  /**
   * What does not go together is refused.
   *
   * @throws InputException if the engine does not compute in the precision or on the device
   */
  public EngineSettings {
    device = device == null ? Device.CPU : device;
    engine.require(precision);
    requireOnnxRuntime(engine, precision, device);
  }

  /** On the processor. */
  public EngineSettings(EngineChoice engine, Precision precision, boolean cache) {
    this(engine, precision, cache, Device.CPU);
  }

  /** The same with the cache or without. */
  public EngineSettings cached(boolean other) {
    return new EngineSettings(engine, precision, other, device);
  }

  /** The device if it is another than the processor. */
  public Optional<String> otherDevice() {
    return device == Device.CPU ? Optional.empty() : Optional.of(device.toString());
  }

  private static void requireOnnxRuntime(EngineChoice engine, Precision precision, Device device) {
    boolean may = engine == EngineChoice.AUTO || engine == EngineChoice.ONNXRUNTIME;
    if (device != Device.CPU && (!may || precision != Precision.FLOAT32)) {
      throw new InputException(
          String.format(
              "%s is ONNX Runtime's and goes with %s in %s, not with %s in %s",
              Hint.DEVICE.to(device),
              Hint.ENGINE.to(EngineChoice.ONNXRUNTIME),
              Precision.FLOAT32,
              Hint.ENGINE.to(engine),
              precision));
    }
  }
}
