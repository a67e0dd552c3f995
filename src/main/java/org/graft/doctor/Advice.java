package org.graft.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graft.failure.Hint;

/**
 * What is to be done against a cause.
 *
 * @param text settings of a training, or a sentence where none does it, in terms of the API
 * @param changes what the settings do; none where it is a sentence
 */
record Advice(String text, List<Change> changes) {
  Advice {
    changes = List.copyOf(changes);
  }

  static Advice of(Change... changes) {
    return new Advice(
        Arrays.stream(changes)
            .map(change -> change.setting().toString())
            .collect(Collectors.joining(" ")),
        List.of(changes));
  }

  static Advice of(String sentence) {
    return new Advice(sentence, List.of());
  }

  /** The sentence that says to import the base anew. */
  static String imported(String from) {
    return Hint.IMPORT_KERAS.to("FILE") + ", from " + from;
  }

  Advice and(Change... more) {
    return of(Stream.concat(changes.stream(), Arrays.stream(more)).toArray(Change[]::new));
  }
}
