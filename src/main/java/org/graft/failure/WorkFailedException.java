package org.graft.failure;

import org.jspecify.annotations.Nullable;

/** The input was right and the work failed all the same: no network, a full disk, a NaN loss. */
public final class WorkFailedException extends GraftException {
  public WorkFailedException(String message) {
    super(message, null);
  }

  public WorkFailedException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 1;
  }
}
