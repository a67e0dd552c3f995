package org.graft.failure;

/** A well-formed model uses something that Graft does not carry; importing it would lose it. */
public final class UnsupportedModelException extends GraftException {
  public UnsupportedModelException(String message) {
    super(message, null);
  }

  public UnsupportedModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
