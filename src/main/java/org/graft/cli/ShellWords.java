package org.graft.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.failure.InputException;
import org.graft.storage.InputFile;

/**
 * The words of a command line that stands in a file, parted as a shell parts them: at spaces and
 * ends of lines, but not within {@code '…'}, {@code "…"} and behind {@code \\}; a word that begins
 * with {@code #} begins a remark.
 */
final class ShellWords {
  private static final int MOST_BYTES = 1 << 20;

  private final String text;
  private final String origin;
  private final List<String> words = new ArrayList<>();
  private int at;

  private ShellWords(String text, String origin) {
    this.text = text;
    this.origin = origin;
  }

  /**
   * Puts the words of files in place of those that name them as {@code @FILE}. Where a file is
   * called so itself, and behind {@code --}, a word stays what it is.
   */
  static String[] expanded(String... arguments) {
    List<String> words = new ArrayList<>();
    boolean expands = true;
    for (String argument : arguments) {
      expands = expands && !argument.equals("--");
      if (expands && argument.matches("@.+") && !Files.exists(Path.of(argument))) {
        words.addAll(of(Path.of(argument.substring(1))));
      } else {
        words.add(argument);
      }
    }
    return words.toArray(String[]::new);
  }

  /**
   * The words of a file.
   *
   * @throws InputException if it cannot be read, is no text, or ends within quotes
   */
  static List<String> of(Path file) {
    try {
      byte[] bytes = InputFile.bytes(file, MOST_BYTES);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return of(text, file.toString());
    } catch (CharacterCodingException e) {
      throw new InputException(file + " holds no options: it is not text in UTF-8", e);
    } catch (IOException e) {
      throw new InputException("options cannot be read from " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The words of a text.
   *
   * @param origin where it is from, for what is said of it
   */
  static List<String> of(String text, String origin) {
    return new ShellWords(text, origin).all();
  }

  private List<String> all() {
    while (at < text.length()) {
      char next = text.charAt(at);
      if (Character.isWhitespace(next)) {
        at++;
      } else if (next == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else {
        words.add(word());
      }
    }
    return words;
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      char next = text.charAt(at++);
      if (next == '\'' || next == '"') {
        int end = text.indexOf(next, at);
        if (end < 0) {
          throw new InputException(origin + " ends within " + next + "; close the quotes");
        }
        word.append(text, at, end);
        at = end + 1;
      } else if (next == '\\' && at < text.length()) {
        word.append(text.charAt(at++));
      } else {
        word.append(next);
      }
    }
    return word.toString();
  }
}
