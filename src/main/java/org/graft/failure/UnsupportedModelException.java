package org.graft.failure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A well-formed model uses something that Graft does not carry; importing it would lose it. */
public final class UnsupportedModelException extends GraftException {
  private final transient List<String> details;

  public UnsupportedModelException(String message) {
    this(message, List.of());
  }

  public UnsupportedModelException(String message, List<String> details) {
    super(message, null);
    this.details = List.copyOf(details);
  }

  public UnsupportedModelException(@Nullable String message, Throwable cause) {
    super(message, cause);
    this.details = List.of();
  }

  @Override
  public List<String> details() {
    return details;
  }
}
