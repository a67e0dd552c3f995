package org.graft.download;

import java.io.IOException;

/** The connection gave out before the last byte; what has come so far can be continued. */
final class BrokenConnectionException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenConnectionException(String message) {
    super(message);
  }

  BrokenConnectionException(Throwable cause) {
    super(
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
  }
}
