package org.graft.failure;

import java.nio.file.Path;

/** A file breaks the rules of its own format: truncated, corrupt, or of another kind. */
public final class MalformedFileException extends GraftException {
  public MalformedFileException(Path file, String problem) {
    this(file, problem, null);
  }

  public MalformedFileException(Path file, String problem, Throwable cause) {
    this(file.toString(), problem, cause);
  }

  /** Of what came under a name that need not be one that a file can have. */
  public MalformedFileException(String name, String problem, Throwable cause) {
    super(name + ": " + problem, cause);
  }
}
