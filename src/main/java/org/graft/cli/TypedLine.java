package org.graft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.graft.failure.InputException;
import org.graft.failure.Setting;
import org.graft.train.RunFolder;

/**
 * A command line as it was typed, so that it can be given again, the same or changed. Behind an
 * option every word that does not begin with two hyphens is its value.
 *
 * @param words the command first
 */
record TypedLine(List<String> words) {
  private static final String OPTION = "--";

  /** Options of every command, which take no value. */
  private static final List<String> TOLD_BY = List.of("--json", "--quiet", "--debug");

  TypedLine {
    words = List.copyOf(words);
  }

  /**
   * The line of {@code train} that a run came from; empty if it came from another, or from none.
   */
  static Optional<TypedLine> ofRun(Path folder) {
    return of(folder).filter(line -> line.is("train"));
  }

  /** The line that a run came from, if there was one. */
  static Optional<TypedLine> of(Path folder) {
    List<String> words = ShellWords.of(RunFolder.command(folder), folder.toString());
    return words.size() > 1
        ? Optional.of(new TypedLine(words.subList(1, words.size())))
        : Optional.empty();
  }

  /** Whether it is one of that command. */
  boolean is(String command) {
    return !words.isEmpty() && words.get(0).equals(command);
  }

  boolean has(String option) {
    return words.contains(option);
  }

  /**
   * The word behind an option that it has.
   *
   * @throws InputException if there is none
   */
  String value(String option) {
    int at = words.indexOf(option) + 1;
    if (at == words.size() || words.get(at).startsWith(OPTION)) {
      throw new InputException(option + " needs a value behind it");
    }
    return words.get(at);
  }

  /** With a value of an option, unless the line has the option. */
  TypedLine unlessSaid(String option, String value) {
    return has(option) ? this : with(option, value);
  }

  /** The same options of another command. */
  TypedLine as(String command) {
    List<String> changed = new ArrayList<>(words);
    changed.set(0, command);
    return new TypedLine(changed);
  }

  /** Leaves options out, with their values. */
  TypedLine without(String... options) {
    List<String> kept = new ArrayList<>();
    boolean leaving = false;
    for (String word : words) {
      leaving = word.startsWith(OPTION) ? List.of(options).contains(word) : leaving;
      if (!leaving) {
        kept.add(word);
      }
    }
    return new TypedLine(kept);
  }

  /** Gives an option a value, in place of that which it had; none for a flag. */
  TypedLine with(String option, String... value) {
    List<String> changed = new ArrayList<>(without(option).words());
    changed.add(option);
    changed.addAll(List.of(value));
    return new TypedLine(changed);
  }

  /** With all that is set otherwise. */
  TypedLine with(List<Setting> changes) {
    TypedLine line = this;
    for (Setting change : changes) {
      String option = OptionWords.option(change.hint());
      line = change.value().isEmpty() ? line.with(option) : line.with(option, change.value());
    }
    return line;
  }

  /** The line that finds out why one of {@code train} learned nothing. */
  TypedLine examined() {
    return as("doctor").without("--mlflow");
  }

  /** The line that does the same again, without what only concerns how it is told. */
  String repeated() {
    List<String> kept = words.stream().filter(word -> !TOLD_BY.contains(word)).toList();
    return new TypedLine(kept).toString();
  }

  /** For a shell, words with a sign that it heeds being quoted. */
  @Override
  public String toString() {
    return words.stream()
        .map(word -> word.matches("[\\w@%+=:,./\\[\\]-]+") ? word : quoted(word))
        .collect(Collectors.joining(" ", "graft ", ""));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
