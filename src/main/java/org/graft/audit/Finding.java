package org.graft.audit;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One thing that an audit found.
 *
 * @param message one line
 * @param files the images that it is about, duplicates side by side; may be empty
 */
public record Finding(Kind kind, String message, List<Path> files) {
  public Finding {
    files = List.copyOf(files);
  }

  /** How much a finding matters. */
  public enum Severity {
    /** Test accuracy would not mean what it says. */
    STOP,
    /** Accuracy suffers, or is measured too high or too low. */
    WARNING,
    /** Good to know. */
    NOTE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What can be found, in order of weight. */
  public enum Kind {
    LEAK(Severity.STOP),
    NEAR_LEAK(Severity.WARNING),
    TWO_CLASSES(Severity.WARNING),
    UNREADABLE(Severity.WARNING),
    CLASS_NAME(Severity.WARNING),
    CLASS_MISSING(Severity.WARNING),
    IMBALANCE(Severity.WARNING),
    FEW_IMAGES(Severity.WARNING),
    LITTLE_CONTENT(Severity.WARNING),
    TINY(Severity.WARNING),
    PLAIN(Severity.WARNING),
    ORIENTATION(Severity.WARNING),
    DUPLICATE(Severity.NOTE),
    NEAR_DUPLICATE(Severity.NOTE),
    SMALL_CONTENT(Severity.NOTE),
    ALPHA(Severity.NOTE),
    GREY(Severity.NOTE);

    private final Severity severity;

    Kind(Severity severity) {
      this.severity = severity;
    }

    public Severity severity() {
      return severity;
    }

    /** The name in {@code --json} and on the terminal, such as {@code near-leak}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
