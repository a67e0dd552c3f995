package org.graft.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.failure.Choices;
import org.graft.predict.LabelProbability;
import org.graft.predict.ModelAnswer;
import org.graft.storage.Csv;
import org.graft.storage.Json;

/** How predictions are printed. */
enum PredictionFormat {
  /** The image's path, then its likeliest classes, a line each. */
  TABLE,
  /** A row for each image and class, likeliest first (RFC 4180). */
  CSV,
  /** A JSON object a line, as in {@code images} of {@code --json}. */
  JSONL;

  private static final String NO_LABEL = "no label";
  private static final String CSV_NUMBERS = "path,number";
  private static final String CSV_HEADER = "path,label,rank,class,probability";

  /** A prediction under the name that the user knows the image by. */
  record Shown(String path, String label, ModelAnswer answer) {
    Map<String, Object> fields() {
      if (answer.number().isPresent()) {
        return Console.fields("path", path, "number", answer.number().get());
      }
      return answer.labels().isPresent()
          ? Console.fields("path", path, "labels", answer.labels().get(), "top", answer.top())
          : Console.fields("path", path, "label", label, "top", answer.top());
    }
  }

  static PredictionFormat of(String name) {
    return Choices.of(values(), name, "there is no format '" + name + "'");
  }

  /** The line above all others, if there is one; {@code first} stands below it. */
  Optional<String> header(Shown first) {
    if (this != CSV) {
      return Optional.empty();
    }
    return Optional.of(first.answer.number().isPresent() ? CSV_NUMBERS : CSV_HEADER);
  }

  /** One or more lines for a prediction. */
  String lines(Shown shown) {
    return switch (this) {
      case TABLE -> table(shown);
      case CSV -> csv(shown);
      case JSONL -> Json.line(shown.fields());
    };
  }

  private static String table(Shown shown) {
    if (shown.answer.number().isPresent()) {
      return shown.path() + "  " + shown.label();
    }
    boolean plain =
        shown.answer.labels().isEmpty() && shown.answer.top().get(0).label().equals(shown.label());
    return shown.path()
        + (plain ? "" : "  " + (shown.label().isEmpty() ? NO_LABEL : shown.label()))
        + shown.answer.top().stream()
            .map(t -> String.format(Locale.ROOT, "%n  %.3f  %s", t.probability(), t.label()))
            .collect(Collectors.joining());
  }

  private static String csv(Shown shown) {
    if (shown.answer.number().isPresent()) {
      return Csv.line(shown.path(), shown.label());
    }
    return IntStream.range(0, shown.answer.top().size())
        .mapToObj(i -> row(shown, i))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String row(Shown shown, int rank) {
    LabelProbability guess = shown.answer.top().get(rank);
    return Csv.line(shown.path(), shown.label(), rank + 1, guess.label(), guess.probability());
  }
}
