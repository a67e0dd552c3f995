package org.graft.report;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures as they are read. */
final class Shown {
  private Shown() {}

  /** An accuracy or another share, 0..1. */
  static String share(double share) {
    return String.format(Locale.ROOT, "%.3f", share);
  }

  /** Whatever was measured: numbers to four digits, maps as their entries. */
  static String value(Object value) {
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return number == Math.rint(number) && Math.abs(number) < 1e6
          ? String.format(Locale.ROOT, "%.0f", number)
          : String.format(Locale.ROOT, "%.4g", number);
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + " " + value(entry.getValue()))
          .collect(Collectors.joining(", "));
    }
    return String.valueOf(value);
  }

  /** A coordinate. */
  static String at(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** A level of an axis. */
  static String tick(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** A text as it begins a sentence. */
  static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** A text of at most {@code most} characters. */
  static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
