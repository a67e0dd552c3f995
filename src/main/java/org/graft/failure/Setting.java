package org.graft.failure;

/**
 * Something set otherwise than it is.
 *
 * @param value what it is set to, empty where there is nothing to choose
 */
public record Setting(Hint hint, String value) {
  /** As a Java program would write it. */
  @Override
  public String toString() {
    return hint.to(value);
  }
}
