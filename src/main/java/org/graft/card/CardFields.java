package org.graft.card;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.storage.Json;

/** What a file's metadata say, which may be anything. */
record CardFields(Path file, Map<String, String> metadata) {
  /**
   * The metadata of {@code file}.
   *
   * @throws InputException if they are not Graft's, or of another version
   */
  static CardFields of(Path file, Map<String, String> metadata) {
    String format = metadata.get(ModelCard.FORMAT_KEY);
    if (format == null) {
      throw new InputException(
          file + " was not made by 'graft export': it has no metadata " + ModelCard.FORMAT_KEY);
    }
    if (!format.equals(ModelCard.FORMAT)) {
      throw new InputException(
          "%s has metadata of format %s; this Graft reads format %s"
              .formatted(file, format, ModelCard.FORMAT));
    }
    return new CardFields(file, metadata);
  }

  boolean has(String key) {
    return metadata.containsKey(key);
  }

  Optional<String> find(String key) {
    return Optional.ofNullable(metadata.get(key));
  }

  String text(String key) {
    return find(key).orElseThrow(() -> malformed(key, "is missing"));
  }

  double number(String key) {
    try {
      return Double.parseDouble(text(key));
    } catch (NumberFormatException e) {
      throw new MalformedFileException(
          file, "metadata " + key + " is no number: '" + text(key) + "'", e);
    }
  }

  /** A number from 0 to 1. */
  double share(String key) {
    double share = number(key);
    if (!(share >= 0 && share <= 1)) {
      throw malformed(key, "is no number from 0 to 1: '" + text(key) + "'");
    }
    return share;
  }

  /** A number from 1 to {@code most}. */
  int whole(String key, int most) {
    double whole = number(key);
    if (!(whole >= 1) || whole > most || whole != Math.rint(whole)) {
      throw malformed(key, "is no number from 1 to " + most + ": '" + text(key) + "'");
    }
    return (int) whole;
  }

  /** An array; {@code null} for what is no number in it. */
  List<Float> numbers(String key) {
    List<Float> numbers = new ArrayList<>();
    Json.parse(text(key), file)
        .forEach(number -> numbers.add(number.isNumber() ? number.floatValue() : null));
    return numbers;
  }

  MalformedFileException malformed(String key, String problem) {
    return new MalformedFileException(file, "metadata " + key + " " + problem);
  }
}
