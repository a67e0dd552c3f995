package org.graft.failure;

/** The user asked for something that cannot be: a missing file, an unknown name, a wrong value. */
public final class InputException extends GraftException {
  public InputException(String message) {
    super(message, null);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
