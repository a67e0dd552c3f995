package org.graft.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that a user may have meant: the nearest by edit distance (Levenshtein 1966). */
public final class NearNames {
  private static final int SHOWN = 3;

  /** A hostile file may hold a million names. */
  private static final int MOST_COMPARED = 10_000;

  private NearNames() {}

  /** {@code "; did you mean a, b, c?"}, or an empty string when there is nothing to name. */
  public static String hint(String wrong, Collection<String> known) {
    List<String> near = nearest(wrong, known);
    return near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
  }

  /** At most three of {@code known}, the nearest first. */
  public static List<String> nearest(String wrong, Collection<String> known) {
    String lower = wrong.toLowerCase(Locale.ROOT);
    return known.stream()
        .distinct()
        .limit(MOST_COMPARED)
        .map(k -> new Near(k, distance(lower, k.toLowerCase(Locale.ROOT))))
        .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .limit(SHOWN)
        .map(Near::name)
        .toList();
  }

  private record Near(String name, int distance) {}

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
