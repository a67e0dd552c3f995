package org.graft.serve;

/** A request that is not answered as it was meant; the message, one line, goes to the client. */
final class RefusedException extends RuntimeException {
  private final int status;

  RefusedException(int status, String message) {
    this(status, message, null);
  }

  RefusedException(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** The HTTP status, 400 or above. */
  int status() {
    return status;
  }
}
