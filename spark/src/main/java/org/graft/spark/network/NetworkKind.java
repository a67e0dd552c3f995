package org.graft.spark.network;

import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Path;
import org.graft.failure.WorkFailedException;

/** What a network gives. */
public enum NetworkKind {
  /** Features. */
  BASE {
    @Override
    ImageNetwork load(Path file, int threads) {
      return BaseNetwork.open(file, threads);
    }
  },
  /** Answers. */
  CLASSIFIER {
    @Override
    ImageNetwork load(Path file, int threads) {
      return ClassifierNetwork.open(file, threads);
    }
  };

  abstract ImageNetwork load(Path file, int threads);

  /**
   * Loads a file.
   *
   * @throws WorkFailedException if ONNX Runtime's native code cannot be loaded
   * @throws org.graft.failure.InputException if the file is of another kind
   * @throws org.graft.failure.MalformedFileException if it is damaged
   */
  public ImageNetwork open(Path file, int threads) {
    requireRuntime();
    return load(file, threads);
  }

  private static void requireRuntime() {
    try {
      OrtEnvironment.getEnvironment();
    } catch (LinkageError | RuntimeException e) {
      throw new WorkFailedException(
          String.format(
              "ONNX Runtime cannot be loaded on %s (%s): its jar must be among Spark's jars and have"
                  + " native code for %s on %s, and the folder for temporary files, %s, must be there"
                  + " and allow programs",
              Host.name(),
              reason(e),
              System.getProperty("os.name"),
              System.getProperty("os.arch"),
              System.getProperty("java.io.tmpdir")),
          e);
    }
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }
}
