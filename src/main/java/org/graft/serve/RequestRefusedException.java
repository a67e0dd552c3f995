package org.graft.serve;

import org.jspecify.annotations.Nullable;

/** A request that is not answered as it was meant; the message, one line, goes to the client. */
final class RequestRefusedException extends RuntimeException {
  private final Refusal refusal;

  RequestRefusedException(Refusal refusal, @Nullable String message) {
    this(refusal, message, null);
  }

  RequestRefusedException(Refusal refusal, @Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
