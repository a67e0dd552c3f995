package org.graft.failure;

import org.jspecify.annotations.Nullable;

/** The user asked for something that cannot be: a missing file, an unknown name, a wrong value. */
public final class InputException extends GraftException {
  public InputException(String message) {
    super(message, null);
  }

  public InputException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
