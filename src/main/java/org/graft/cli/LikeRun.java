package org.graft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.failure.InputException;
import org.graft.train.RunFolder;

/**
 * {@code train --like RUN}: the options that a run was trained with, but for those that are given
 * anew; of a final model with the epochs that were best in that run.
 */
final class LikeRun {
  private static final String OPTION = "--like";
  private static final String RUNS = "--runs";
  private static final String TRAIN = "train";

  private LikeRun() {}

  /**
   * The whole line; other lines as they are.
   *
   * @throws InputException if there is no such finished run, or it is not one of {@code train}
   */
  static String[] spelledOut(String... arguments) {
    List<String> words = List.of(arguments);
    if (words.isEmpty() || !words.get(0).equals(TRAIN)) {
      return arguments;
    }
    Path runs = Path.of(words.contains(RUNS) ? value(words, RUNS) : "runs");
    if (!words.contains(OPTION)) {
      return ProvedEpochs.in(new TypedLine(words), runs).words().toArray(String[]::new);
    }
    String run = value(words, OPTION);
    TypedLine given = new TypedLine(words).without(OPTION);
    Path folder = RunFolder.find(runs, run);
    TypedLine before =
        TypedLine.ofRun(folder)
            .orElseThrow(
                () ->
                    new InputException(
                        folder
                            + " does not say with which options of graft train it was made; give"
                            + " them"));
    String[] changed =
        given.words().stream().filter(word -> word.startsWith("--")).toArray(String[]::new);
    List<String> line = new ArrayList<>(before.without(changed).words());
    line.addAll(given.words().subList(1, given.words().size()));
    TypedLine whole = new TypedLine(line);
    boolean saysHowLong = words.contains("--epochs") || words.contains(ProvedEpochs.OPTION);
    TypedLine proved =
        saysHowLong ? ProvedEpochs.in(whole, runs) : ProvedEpochs.like(folder, whole);
    return proved.words().toArray(String[]::new);
  }

  private static String value(List<String> words, String option) {
    int at = words.indexOf(option) + 1;
    if (at == words.size() || words.get(at).startsWith("--")) {
      throw new InputException(option + " needs a value behind it");
    }
    return words.get(at);
  }
}
