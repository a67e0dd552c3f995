package org.graft.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is to be done against a cause.
 *
 * @param text options of {@code graft train}, or a sentence where no option does it
 * @param changes what the options do; none where it is a sentence
 */
record Advice(String text, List<Change> changes) {
  Advice {
    changes = List.copyOf(changes);
  }

  static Advice of(List<Change> changes) {
    return new Advice(
        changes.stream()
            .map(change -> String.join(" ", change.option()))
            .collect(Collectors.joining(" ")),
        changes);
  }

  static Advice of(Change change) {
    return of(List.of(change));
  }

  static Advice of(String sentence) {
    return new Advice(sentence, List.of());
  }

  /** The sentence that says to import the base anew. */
  static String imported(String from) {
    return "graft import --keras FILE, from " + from;
  }

  Advice and(Change... more) {
    List<Change> all = new ArrayList<>(changes);
    all.addAll(List.of(more));
    return of(all);
  }
}
