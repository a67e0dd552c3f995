package org.graft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.train.BestEpochs;
import org.graft.train.RunFolder;

/**
 * {@code train --split 0} learns from all images and holds none out to stop by: it takes the epochs
 * that were best in a run which was tested ({@code --epochs-of RUN}): the run of {@code --like}, or
 * the newest with the same options.
 */
final class ProvedEpochs {
  static final String OPTION = "--epochs-of";

  private static final String SPLIT = "--split";
  private static final String EPOCHS = "--epochs";
  private static final String STOPPING = "--early-stopping";
  private static final String HELD_OUT = "--validation";
  private static final String FINE_TUNE = "--fine-tune-from";
  private static final String FINE_TUNE_EPOCHS = "--fine-tune-epochs";

  /** What a final model's line has otherwise than that of the run that proves it. */
  private static final String[] UNLIKE = {
    SPLIT, STOPPING, HELD_OUT, FINE_TUNE_EPOCHS, OPTION, "--folds", "--json", "--quiet", "--debug"
  };

  private ProvedEpochs() {}

  /**
   * The line with the epochs of the run that it names, or else of the newest that it repeats; as it
   * is where it says its epochs itself or is of something else.
   *
   * @throws InputException if the run that it names was not tested, or held no images out
   */
  static TypedLine in(TypedLine line, Path runs) {
    if (!isFinal(line)) {
      return line;
    }
    int named = line.words().indexOf(OPTION);
    if (named >= 0 && named + 1 < line.words().size()) {
      return of(RunFolder.find(runs, line.words().get(named + 1)), line);
    }
    return line.words().contains(EPOCHS)
        ? line
        : newest(line, runs).map(folder -> of(folder, line)).orElse(line);
  }

  /** The line of a run, given anew as a final model; as it is if that run proves no epochs. */
  static TypedLine like(Path folder, TypedLine line) {
    return isFinal(line) && proves(folder) ? of(folder, line) : line;
  }

  private static boolean isFinal(TypedLine line) {
    int at = line.words().lastIndexOf(SPLIT);
    return at >= 0
        && at + 1 < line.words().size()
        && line.words().get(at + 1).matches("0+(\\.0*)?");
  }

  private static boolean proves(Path folder) {
    return RunFolder.record(folder).wasTested() && !BestEpochs.of(folder).byPhase().isEmpty();
  }

  private static TypedLine of(Path folder, TypedLine line) {
    if (!proves(folder)) {
      throw new InputException(
          "%s %s: that run %s"
              .formatted(
                  OPTION,
                  folder,
                  RunFolder.record(folder).wasTested()
                      ? "held no images out to tell its best epoch; give --epochs N"
                      : "was not tested itself; name one that was"));
    }
    Map<String, Integer> best = BestEpochs.of(folder).byPhase();
    TypedLine changed = line.without(STOPPING, HELD_OUT, OPTION);
    if (best.containsKey("head")) {
      changed = changed.with(EPOCHS, best.get("head").toString());
    }
    if (best.containsKey("fine-tune") && line.words().contains(FINE_TUNE)) {
      changed = changed.with(FINE_TUNE_EPOCHS, best.get("fine-tune").toString());
    }
    return changed.with(OPTION, folder.toString());
  }

  /** The newest finished run that was tested, held images out and had the same options. */
  private static Optional<Path> newest(TypedLine line, Path runs) {
    List<Path> all = new ArrayList<>(RunFolder.all(runs));
    Collections.reverse(all);
    return all.stream()
        .filter(RunFolder::isFinished)
        .filter(folder -> isLike(folder, line))
        .findFirst();
  }

  /** A run that cannot be read proves nothing. */
  private static boolean isLike(Path folder, TypedLine line) {
    try {
      return TypedLine.ofRun(folder).filter(own -> options(own).equals(options(line))).isPresent()
          && proves(folder);
    } catch (MalformedFileException e) {
      return false;
    }
  }

  /** Each with its values. */
  private static Set<String> options(TypedLine line) {
    String all = String.join("\0", line.without(UNLIKE).without(EPOCHS).words());
    return new HashSet<>(Arrays.asList(all.split("\0(?=--)", -1)));
  }
}
