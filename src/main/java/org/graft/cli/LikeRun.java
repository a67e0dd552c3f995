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
  static TypedLine spelledOut(TypedLine typed) {
    if (!typed.is(TRAIN)) {
      return typed;
    }
    Path runs = Path.of(typed.has(RUNS) ? typed.value(RUNS) : "runs");
    if (!typed.has(OPTION)) {
      return ProvedEpochs.in(typed, runs);
    }
    TypedLine given = typed.without(OPTION);
    Path folder = RunFolder.find(runs, typed.value(OPTION));
    TypedLine before =
        TypedLine.ofRun(folder)
            .orElseThrow(
                () ->
                    new InputException(
                        "%s does not say with which options of graft train it was made; give them"
                            .formatted(folder)));
    String[] changed =
        given.words().stream().filter(word -> word.startsWith("--")).toArray(String[]::new);
    List<String> line = new ArrayList<>(before.without(changed).words());
    line.addAll(given.words().subList(1, given.words().size()));
    TypedLine whole = new TypedLine(line);
    boolean saysHowLong = typed.has("--epochs") || typed.has(ProvedEpochs.OPTION);
    return saysHowLong ? ProvedEpochs.in(whole, runs) : ProvedEpochs.like(folder, whole);
  }
}
