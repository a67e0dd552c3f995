package org.graft.storage;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.graft.failure.MalformedFileException;

/** Names that can become a part of a path without leading anywhere else. */
public final class PlainName {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private PlainName() {}

  /** Letters, digits, dot, dash, underscore, at most 64 and no dot first. */
  public static boolean isPlain(String name) {
    return PLAIN.matcher(name).matches();
  }

  /**
   * Checks a name that a record is made with.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static void check(String name) {
    if (name == null || !isPlain(name)) {
      throw new IllegalArgumentException(problem(name));
    }
  }

  /**
   * Checks a name that was read from a file.
   *
   * @throws MalformedFileException if it is none
   */
  public static String require(String name, Path origin) {
    if (name == null || !isPlain(name)) {
      throw new MalformedFileException(origin, problem(name));
    }
    return name;
  }

  private static String problem(String name) {
    return "'"
        + name
        + "' is no plain name: letters, digits, '.', '_' and '-' are expected, at most 64";
  }
}
