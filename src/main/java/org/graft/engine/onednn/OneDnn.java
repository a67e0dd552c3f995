package org.graft.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.graft.engine.Precision;
import org.graft.graph.OneDnnLibrary;

/** The library: its version, and what it can do on this processor. */
public final class OneDnn {
  private OneDnn() {}

  /** The version, known without loading native code. */
  public static String version() {
    return dnnl.DNNL_VERSION_MAJOR + "." + dnnl.DNNL_VERSION_MINOR + "." + dnnl.DNNL_VERSION_PATCH;
  }

  /** Whether the processor has units for a precision, and the platform a build. */
  public static boolean supports(Precision precision) {
    return precision == Precision.FLOAT32
        || (OneDnnLibrary.isPresent()
            && (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_bf16)
                == dnnl_cpu_isa_avx512_core_bf16);
  }

  /** The processor as a device, made when first asked for. */
  static engine cpu() {
    return Cpu.DEVICE;
  }

  private static final class Cpu {
    static final engine DEVICE = new engine(engine.kind.cpu, 0);
  }
}
