package org.graft.failure;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Root of everything that Graft throws on purpose. The message is one line that says what, where,
 * what was expected and found, and the way out, in terms of the API ({@link Hint}); the command
 * line prints it with its own options in their place, without a stack trace.
 */
public abstract sealed class GraftException extends RuntimeException
    permits InputException, MalformedFileException, UnsupportedModelException, WorkFailedException {

  private static final Pattern LINE_END = Pattern.compile("\\s*\\R\\s*");

  GraftException(@Nullable String message, @Nullable Throwable cause) {
    super(oneLine(String.valueOf(message)), cause);
  }

  /** What files hold may be shown, but neither breaks the line nor moves a terminal's cursor. */
  private static String oneLine(String message) {
    return LINE_END.matcher(message).replaceAll(" ").replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** What the message says could be set otherwise, in its order; empty for most. */
  public List<Hint> hints() {
    return Hint.in(getMessage());
  }

  /** What more there is to say than fits a line, for those who ask; empty for most. */
  public List<String> details() {
    return List.of();
  }

  /** The exit code of a command that ends with this: 2 for wrong input, 1 for failed work. */
  public int exitCode() {
    return 2;
  }
}
