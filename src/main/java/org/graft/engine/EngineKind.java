package org.graft.engine;

import java.util.Optional;
import org.graft.plan.Model;
import org.graft.runtime.Device;

/** What is known of an engine before it is loaded. */
public interface EngineKind {
  /** Name, version, precision and device, which outputs depend on in the last bits. */
  String version(Precision precision, Device device);

  /**
   * Loads a model.
   *
   * @param batch images that it is run on at once
   * @param precision one that it {@link #computesIn} and that the processor {@link #hasUnitsFor}
   * @param device one that it {@link #runsOn}
   * @throws org.graft.failure.InputException if the device cannot be used here
   * @throws org.graft.failure.UnsupportedModelException if the engine has no form of a layer
   */
  Engine load(Model model, int batch, Precision precision, Device device);

  /** Why it cannot be loaded on this platform; empty if it can. */
  default Optional<String> absence() {
    return Optional.empty();
  }

  default boolean computesIn(Precision precision) {
    return precision == Precision.FLOAT32;
  }

  /** Whether this processor computes in a precision of the engine's; may load native code. */
  default boolean hasUnitsFor(Precision precision) {
    return computesIn(precision);
  }

  default boolean runsOn(Device device) {
    return device == Device.CPU;
  }

  /** Whether rows and maps may enter the network, and not images alone. */
  default boolean takesMaps() {
    return true;
  }
}
