package org.graft.graph;

import java.util.function.Supplier;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** How many threads ND4J's operations and BLAS' products are shared out among. */
public final class Threads {
  private Threads() {}

  /** How many there are: {@code OMP_NUM_THREADS} or else one a processor. */
  public static int count() {
    return operations().ompGetMaxThreads();
  }

  /**
   * Does work of many small operations on the calling thread alone. Sharing out an operation of
   * microseconds gains nothing, and while other programs want the processor, each one waits for a
   * thread that is not given any.
   */
  public static <T> T one(Supplier<T> work) {
    NativeOps operations = operations();
    int threads = operations.ompGetMaxThreads();
    int ofProducts = openblas_nolapack.blas_get_num_threads();
    operations.setOmpNumThreads(1);
    openblas_nolapack.blas_set_num_threads(1);
    try {
      return work.get();
    } finally {
      operations.setOmpNumThreads(threads);
      openblas_nolapack.blas_set_num_threads(ofProducts);
    }
  }

  /** Loads native code beside other work, for whoever will need it soon. */
  public static void loadSoon() {
    Thread loading =
        new Thread(
            () -> {
              operations();
              Loader.load(dnnl.class);
            },
            "graft-loading");
    loading.setDaemon(true);
    loading.start();
  }

  /** Does work whose only native code is oneDNN's on the calling thread alone, at no cost. */
  public static void alone(Runnable work) {
    NativeOps operations = operations();
    int threads = operations.ompGetMaxThreads();
    operations.setOmpNumThreads(1);
    try {
      work.run();
    } finally {
      operations.setOmpNumThreads(threads);
    }
  }

  /** From now on, what the calling thread asks of native code is done by itself. */
  public static void stayAlone() {
    operations().setOmpNumThreads(1);
  }

  private static NativeOps operations() {
    return Loaded.OPERATIONS;
  }

  /** ND4J's native code, which is loaded with its backend; asked for anew, that takes its time. */
  private static final class Loaded {
    static final NativeOps OPERATIONS = load();

    private static NativeOps load() {
      Nd4j.getBackend();
      return NativeOpsHolder.getInstance().getDeviceNativeOps();
    }
  }
}
