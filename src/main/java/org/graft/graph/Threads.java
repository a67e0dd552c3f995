package org.graft.graph;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.graft.failure.WorkFailedException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many threads ND4J's operations and BLAS' products are shared out among, and when ND4J begins.
 *
 * <p>While ND4J begins, no other thread may load native code, as the first decoding of a JPEG does:
 * ND4J looks for BLAS by {@code dl_iterate_phdr} and opens libraries in it (JavaCPP's {@code
 * Loader.addressof}), which takes the dynamic linker's two locks in the other order than {@code
 * dlopen} does, so that both threads wait for ever. So libraries are loaded beside other work,
 * which is safe, and ND4J itself begins ({@link #begin}) where no other thread is at work yet.
 */
public final class Threads {
  private static @Nullable Thread loading;

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

  /**
   * Loads native code beside other work, for whoever will need it soon; what cannot be loaded is
   * told to them.
   */
  public static synchronized void loadSoon() {
    loading =
        new Thread(
            () -> {
              try {
                Loader.load(openblas_nolapack.class);
                Loader.load(Nd4jCpu.class);
                OneDnnLibrary.load();
              } catch (LinkageError e) {
                return;
              }
            },
            "graft-loading");
    loading.setDaemon(true);
    loading.start();
  }

  /**
   * Has ND4J begun, which it does once; to be called before threads are started that may load
   * native code, and before anything of ND4J is touched.
   */
  public static void begin() {
    operations();
  }

  /** Whether what is loaded beside other work has been. */
  static synchronized boolean isLoaded() {
    return loading == null || !loading.isAlive();
  }

  private static synchronized void awaitLoading() {
    try {
      if (loading != null) {
        loading.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkFailedException("interrupted while native code was loaded", e);
    }
  }

  /**
   * Does work whose only native code is products of matrices on the calling thread alone: oneDNN's,
   * at no cost, or where there is none, BLAS'.
   */
  public static void alone(Runnable work) {
    if (!OneDnnLibrary.isPresent()) {
      one(
          () -> {
            work.run();
            return null;
          });
      return;
    }
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
    try {
      return Loaded.OPERATIONS;
    } catch (LinkageError e) {
      throw new WorkFailedException(
          ("ND4J cannot be loaded on %s (%s); on Linux it needs glibc and libgomp.so.1, as"
                  + " Debian's libgomp1 has it")
              .formatted(OneDnnLibrary.platform(), root(e).getMessage()),
          e);
    }
  }

  private static Throwable root(Throwable e) {
    return e.getCause() == null ? e : root(e.getCause());
  }

  /** ND4J's native code, which is loaded with its backend; asked for anew, that takes its time. */
  private static final class Loaded {
    static final NativeOps OPERATIONS = load();

    private static NativeOps load() {
      awaitLoading();
      Nd4j.getBackend();
      return NativeOpsHolder.getInstance().getDeviceNativeOps();
    }
  }
}
