package org.graft.train;

import java.util.stream.IntStream;

/** Classes that are called by their numbers. */
final class NumberedClasses {
  private NumberedClasses() {}

  static Classes of(int count) {
    return new Classes(IntStream.range(0, count).mapToObj(String::valueOf).toList());
  }
}
