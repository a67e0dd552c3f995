package org.graft.failure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What users choose among by name. */
public final class Choices {
  private Choices() {}

  /**
   * The one of that name, in any case.
   *
   * @param problem what is wrong where there is none, without what was expected
   * @throws InputException if there is none
   */
  public static <T> T of(T[] all, String name, String problem) {
    return Arrays.stream(all)
        .filter(one -> one.toString().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new InputException(problem + ": expected " + listed(all)));
  }

  /** All of them, {@code a, b or c}. */
  private static String listed(Object... all) {
    List<String> names =
        Arrays.stream(all).map(one -> one.toString().toLowerCase(Locale.ROOT)).toList();
    int last = names.size() - 1;
    return names.stream().limit(last).collect(Collectors.joining(", ", "", " or "))
        + names.get(last);
  }
}
