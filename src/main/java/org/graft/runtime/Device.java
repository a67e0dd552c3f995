package org.graft.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.Locale;
import org.graft.failure.Choices;
import org.graft.failure.InputException;

/**
 * What ONNX Runtime computes on, by its execution providers. What a device has no kernel for is
 * left to the processor.
 */
public enum Device {
  CPU(OrtProvider.CPU),
  /** A GPU of NVIDIA, in float32 throughout: TF32 would round products to ten bits. */
  CUDA(OrtProvider.CUDA),
  /** What Apple's Core ML finds best. */
  COREML(OrtProvider.CORE_ML),
  /** A GPU by DirectX 12, on Windows. */
  DIRECTML(OrtProvider.DIRECT_ML);

  private final OrtProvider provider;

  Device(OrtProvider provider) {
    this.provider = provider;
  }

  /**
   * The device of that name in any case.
   *
   * @throws InputException if there is none
   */
  public static Device of(String name) {
    return Choices.of(values(), name, "there is no device '" + name + "'");
  }

  /**
   * Refuses a device that ONNX Runtime, which this loads, was built without.
   *
   * @throws InputException if so
   */
  public void require() {
    if (this == CPU) {
      return;
    }
    OnnxLibrary.environment();
    if (!OrtEnvironment.getAvailableProviders().contains(provider)) {
      throw new InputException(
          ("ONNX Runtime %s was built without %s; GRAFT_ONNXRUNTIME=JAR names a build with"
                  + " it%s")
              .formatted(
                  OnnxLibrary.version(), this, this == CUDA ? ", such as onnxruntime_gpu" : ""));
    }
  }

  /**
   * Has a session compute on it.
   *
   * @throws InputException if this ONNX Runtime was built without it, or it cannot be used here
   */
  void choose(SessionOptions options) {
    require();
    try {
      add(options);
    } catch (OrtException e) {
      throw new InputException(this + " cannot be used here: " + OnnxSession.oneLine(e), e);
    }
  }

  private void add(SessionOptions options) throws OrtException {
    switch (this) {
      case CPU -> {}
      case CUDA -> {
        try (OrtCUDAProviderOptions exact = new OrtCUDAProviderOptions(0)) {
          exact.add("use_tf32", "0");
          options.addCUDA(exact);
        }
      }
      case COREML -> options.addCoreML();
      case DIRECTML -> {
        options.setMemoryPatternOptimization(false);
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.addDirectML(0);
      }
    }
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
