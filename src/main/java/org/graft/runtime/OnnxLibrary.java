package org.graft.runtime;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.graft.failure.InputException;

/** ONNX Runtime's native code: the build of the class path, or one that the user names. */
final class OnnxLibrary {
  /**
   * Where the launcher says which file {@code GRAFT_ONNXRUNTIME} names, first on the class path.
   */
  private static final String NAMED = "graft.onnxruntime";

  private OnnxLibrary() {}

  /**
   * ONNX Runtime, loaded with the first call.
   *
   * @throws InputException if it has no native code for this machine, or the file that was named
   *     holds none of it
   */
  static OrtEnvironment environment() {
    requireNamed();
    try {
      return OrtEnvironment.getEnvironment();
    } catch (LinkageError | RuntimeException e) {
      throw new InputException(
          ("ONNX Runtime %s cannot be loaded on %s %s (%s); GRAFT_ONNXRUNTIME=JAR names a"
                  + " build for this machine")
              .formatted(
                  version(),
                  System.getProperty("os.name"),
                  System.getProperty("os.arch"),
                  OnnxSession.oneLine(e.getCause() == null ? e : e.getCause())),
          e);
    }
  }

  /** The version, known without loading it. */
  static String version() {
    String version = OrtEnvironment.class.getPackage().getImplementationVersion();
    return version == null ? "of an unknown version" : version;
  }

  private static void requireNamed() {
    String named = System.getProperty(NAMED);
    if (named != null && !isFrom(Path.of(named))) {
      throw new InputException(
          ("GRAFT_ONNXRUNTIME: %s holds no ONNX Runtime; expected a jar such as"
                  + " onnxruntime_gpu-%s.jar of com.microsoft.onnxruntime")
              .formatted(named, version()));
    }
  }

  /** Whether the classes come from a file, rather than from a jar behind it. */
  private static boolean isFrom(Path jar) {
    CodeSource source = OrtEnvironment.class.getProtectionDomain().getCodeSource();
    try {
      return source != null && Files.isSameFile(jar, Path.of(source.getLocation().toURI()));
    } catch (IOException | URISyntaxException e) {
      return false;
    }
  }
}
