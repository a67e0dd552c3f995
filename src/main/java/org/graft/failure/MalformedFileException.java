package org.graft.failure;

import java.nio.file.Path;

/** A file breaks the rules of its own format: truncated, corrupt, or of another kind. */
public final class MalformedFileException extends GraftException {
  public MalformedFileException(Path file, String problem) {
    this(file, problem, null);
  }

  public MalformedFileException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
