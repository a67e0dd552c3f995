package org.graft.card;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;

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

  String text(String key) {
    String value = metadata.get(key);
    if (value == null) {
      throw new MalformedFileException(file, "metadata " + key + " is missing");
    }
    return value;
  }

  double number(String key) {
    try {
      return Double.parseDouble(text(key));
    } catch (NumberFormatException e) {
      throw new MalformedFileException(
          file, "metadata " + key + " is no number: '" + text(key) + "'", e);
    }
  }

  /** A number from 1 to {@code most}. */
  int whole(String key, int most) {
    double whole = number(key);
    if (!(whole >= 1) || whole > most || whole != Math.rint(whole)) {
      throw new MalformedFileException(
          file,
          String.format(
              Locale.ROOT, "metadata %s is no number from 1 to %d: '%s'", key, most, text(key)));
    }
    return (int) whole;
  }
}
