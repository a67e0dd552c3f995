package org.graft.spark;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Command lines out of parts. */
final class Arguments {
  private Arguments() {}

  /** One argument after another, those of arrays in their place. */
  static List<String> of(Object... parts) {
    return Arrays.stream(parts).flatMap(Arguments::each).toList();
  }

  private static Stream<String> each(Object part) {
    return part instanceof Object[] more ? of(more).stream() : Stream.of(String.valueOf(part));
  }
}
