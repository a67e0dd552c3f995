package org.graft.engine.selection;

import java.util.Optional;
import org.graft.engine.Precision;
import org.graft.runtime.Device;
import org.graft.storage.OrDefault;

/**
 * What is asked of engines, as a run keeps it.
 *
 * @param cache whether features are kept and taken from where they were kept
 * @param device that ONNX Runtime computes on; the processor in older runs
 */
public record EngineSettings(
    EngineChoice engine, Precision precision, boolean cache, @OrDefault Device device) {
  /** Any engine, in float32, with the cache. */
  public static final EngineSettings USUAL =
      new EngineSettings(EngineChoice.AUTO, Precision.FLOAT32, true);

  /**
   * What does not go together is refused.
   *
   * @throws org.graft.failure.InputException if the engine does not compute in the precision or on
   *     the device
   */
  public EngineSettings {
    device = device == null ? Device.CPU : device;
    engine.require(precision, device);
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
}
