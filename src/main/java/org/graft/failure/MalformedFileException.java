package org.graft.failure;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file breaks the rules of its own format: truncated, corrupt, or of another kind. */
public final class MalformedFileException extends GraftException {
  private static final int MOST = 500;

  public MalformedFileException(Path file, String problem) {
    this(file, problem, null);
  }

  public MalformedFileException(Path file, @Nullable String problem, @Nullable Throwable cause) {
    this(file.toString(), problem, cause);
  }

  /** Of what came under a name that need not be one that a file can have. */
  public MalformedFileException(String name, @Nullable String problem, @Nullable Throwable cause) {
    super(name + ": " + oneLine(String.valueOf(problem)), cause);
  }

  /** What a file says of itself may be long, and may hold what a terminal obeys. */
  private static String oneLine(String problem) {
    String shown = problem.length() > MOST ? problem.substring(0, MOST) + " …" : problem;
    return shown.replaceAll("[\\p{Cntrl}\\x80-\\x9F]", "?");
  }
}
