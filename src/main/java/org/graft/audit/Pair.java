package org.graft.audit;

import java.util.List;
import org.graft.audit.Finding.Kind;

/** Two images that show the same. */
record Pair(AuditedImage one, AuditedImage other) {
  boolean acrossParts() {
    return one.part() != other.part();
  }

  boolean acrossClasses() {
    return !one.label().equals(other.label());
  }

  /** A finding about both: {@code what} says how they are alike. */
  Finding finding(Kind kind, String what) {
    return new Finding(
        kind,
        String.format("%s and %s %s", place(one), place(other), what),
        List.of(one.file(), other.file()));
  }

  private static String place(AuditedImage image) {
    return image.part() + "/" + image.label() + "/" + image.file().getFileName();
  }
}
