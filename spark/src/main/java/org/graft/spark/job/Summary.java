package org.graft.spark.job;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of many images.
 *
 * @param computed images that went through the network
 * @param found images of parts that were there already, or whose features were known
 * @param unreadable images of parts that were written now of which nothing came
 * @param errors what is wrong with the first of these
 */
record Summary(long computed, long found, long unreadable, List<String> errors)
    implements Serializable {
  static final Summary NONE = new Summary(0, 0, 0, List.of());

  private static final int SHOWN = 3;

  Summary plus(Summary other) {
    return new Summary(
        computed + other.computed,
        found + other.found,
        unreadable + other.unreadable,
        Stream.concat(errors.stream(), other.errors.stream()).limit(SHOWN).toList());
  }

  /** Of a part that was there. */
  static Summary found(Part part) {
    return new Summary(0, part.images().size(), 0, List.of());
  }

  /** Of a part that was written. */
  static Summary written(List<Result> results) {
    long known = results.stream().filter(Result::known).count();
    List<String> wrong =
        results.stream()
            .filter(result -> result.error() != null)
            .map(result -> result.row().path() + ": " + result.error())
            .toList();
    return new Summary(
        results.size() - known - wrong.size(),
        known,
        wrong.size(),
        wrong.stream().limit(SHOWN).toList());
  }
}
