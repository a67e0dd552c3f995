package org.graft.storage;

import java.io.IOException;

/** Bytes that are not what was written, or never were an array. */
final class NpyFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  NpyFormatException(String problem) {
    super(problem);
  }

  NpyFormatException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
