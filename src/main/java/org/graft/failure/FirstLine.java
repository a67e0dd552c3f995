package org.graft.failure;

/** What a library says of a failure, for a message of one line. */
public final class FirstLine {
  private FirstLine() {}

  /** The first line of {@code failure}'s message. */
  public static String of(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
