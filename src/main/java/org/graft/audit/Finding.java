package org.graft.audit;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One thing that an audit found.
 *
 * @param message one line
 * @param count number of images that it is about
 * @param files these images, duplicates side by side; may be empty, or the first of many
 */
public record Finding(Kind kind, String message, int count, List<Path> files) {
  /** Images that are named where a finding is kept or told. */
  public static final int MOST_FILES = 100;

  public Finding {
    files = List.copyOf(files);
  }

  /** About these images, all of them. */
  public Finding(Kind kind, String message, List<Path> files) {
    this(kind, message, files.size(), files);
  }

  /** About no image in particular. */
  Finding(Kind kind, String message) {
    this(kind, message, List.of());
  }

  /** Whether the message says how many images it is about, and of a few not which. */
  public boolean countsImages() {
    return switch (kind) {
      case PLAIN, TINY, SMALL_CONTENT, ORIENTATION, ALPHA, GREY -> true;
      case LEAK, NEAR_LEAK, TWO_CLASSES, DUPLICATE, NEAR_DUPLICATE -> count > Alike.NAMED;
      default -> false;
    };
  }

  /** The same with the first {@value #MOST_FILES} images alone. */
  Finding shortened() {
    return files.size() <= MOST_FILES
        ? this
        : new Finding(kind, message, count, files.subList(0, MOST_FILES));
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
