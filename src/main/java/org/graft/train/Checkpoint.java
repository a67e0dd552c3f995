package org.graft.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.storage.AtomicFile;
import org.graft.storage.Json;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.graft.storage.OrNull;
import org.graft.storage.PlainName;

/**
 * The state of one phase in a folder: arrays in an {@code .npz} of their own for each epoch, and a
 * JSON file that names the one that counts and is replaced last. Whatever happens while a state is
 * being written, the one before it stays.
 */
final class Checkpoint {
  private static final int FORMAT = 1;
  private static final String WEIGHTS = "weights";
  private static final String SLOT = "slot";
  private static final String BEST = "best";
  private static final char SEPARATOR = '/';

  private final Path folder;
  private final String name;

  /** The checkpoint of a phase, counted from 0. */
  Checkpoint(Path folder, int phase) {
    this.folder = folder;
    this.name = "phase-" + phase;
  }

  /** All of a state but its arrays. */
  private record Header(
      int format,
      int phase,
      int epoch,
      long step,
      List<EpochMetrics> metrics,
      @OrNull @JsonProperty("best_epoch") Integer bestEpoch,
      @OrNull @JsonProperty("best_loss") Double bestLoss,
      String examples,
      String arrays) {
    Header {
      if ((bestEpoch == null) != (bestLoss == null)) {
        throw new IllegalArgumentException("best_epoch and best_loss go together");
      }
    }
  }

  boolean exists() {
    return Files.exists(header());
  }

  /** Epochs that are done; 0 if there is no checkpoint. */
  int epochs() {
    return exists() ? Json.read(header(), Header.class).epoch() : 0;
  }

  /** Puts a state in the place of the one before. */
  void write(TrainState state, String examples) {
    String arrays = name + "-epoch-" + state.epoch() + ".npz";
    AtomicFile.write(folder.resolve(arrays), file -> NpzFile.write(file, arrays(state)));
    TrainState.Best best = state.best();
    Header header =
        new Header(
            FORMAT,
            state.phase(),
            state.epoch(),
            state.step(),
            state.metrics(),
            best == null ? null : best.epoch(),
            best == null ? null : best.loss(),
            examples,
            arrays);
    AtomicFile.write(header(), file -> Json.write(file, header));
    deleteOthers(arrays);
  }

  /**
   * The state, if there is one.
   *
   * @throws InputException if it is of other examples
   * @throws MalformedFileException if its files are damaged
   */
  Optional<TrainState> read(String examples) {
    if (!exists()) {
      return Optional.empty();
    }
    Header header = Json.read(header(), Header.class);
    if (header.format() != FORMAT) {
      throw new MalformedFileException(
          header(), "format " + header.format() + ", expected " + FORMAT + "; train anew");
    }
    if (!header.examples().equals(examples)) {
      throw new InputException(
          ("%s cannot go on: its images, or what the base makes of them, are not those that"
                  + " it began with; train anew")
              .formatted(folder.getParent()));
    }
    return Optional.of(state(header));
  }

  private TrainState state(Header header) {
    Map<String, Weights.Builder> groups = new HashMap<>();
    Path arrays = folder.resolve(PlainName.require(header.arrays(), header()));
    NpzFile.read(arrays).forEach((path, array) -> put(groups, arrays, path, array));
    if (!groups.containsKey(WEIGHTS)) {
      throw new MalformedFileException(arrays, "it holds no weights; train anew");
    }
    Map<String, Weights> slots = new HashMap<>();
    groups.forEach(
        (group, weights) -> {
          if (group.startsWith(SLOT)) {
            slots.put(group.substring(SLOT.length() + 1), weights.build());
          }
        });
    TrainState.Best best =
        header.bestEpoch() == null || header.bestLoss() == null
            ? null
            : new TrainState.Best(header.bestEpoch(), header.bestLoss(), weights(groups, BEST));
    return new TrainState(
        header.phase(),
        header.epoch(),
        header.step(),
        weights(groups, WEIGHTS),
        slots,
        header.metrics(),
        best);
  }

  private static Weights weights(Map<String, Weights.Builder> groups, String group) {
    return groups.getOrDefault(group, Weights.builder()).build();
  }

  /**
   * The path is {@code group:layer/parameter}; layers may be called as they like. Another program's
   * arrays, or those of another file of Graft's, are no state to go on from.
   */
  private static void put(
      Map<String, Weights.Builder> groups, Path arrays, String path, NpyArray array) {
    int end = Math.max(path.indexOf(':'), 0);
    String group = path.substring(0, end);
    if (!Set.of(WEIGHTS, BEST).contains(group) && !group.startsWith(SLOT + SEPARATOR)) {
      throw new MalformedFileException(
          arrays, "array '" + path + "' is none of a training's state; train anew");
    }
    int parameter = path.lastIndexOf(SEPARATOR);
    groups
        .computeIfAbsent(group, g -> Weights.builder())
        .put(
            path.substring(end + 1, Math.max(parameter, end + 1)),
            path.substring(parameter + 1),
            new Tensor(array.values(), array.shape()));
  }

  private static Map<String, NpyArray> arrays(TrainState state) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    add(arrays, WEIGHTS, state.weights());
    state.slots().forEach((slot, weights) -> add(arrays, SLOT + SEPARATOR + slot, weights));
    if (state.best() != null) {
      add(arrays, BEST, state.best().weights());
    }
    return arrays;
  }

  private static void add(Map<String, NpyArray> arrays, String group, Weights weights) {
    weights
        .named()
        .forEach(
            (name, tensor) ->
                arrays.put(group + ":" + name, new NpyArray(tensor.values(), tensor.shape())));
  }

  private void deleteOthers(String arrays) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String own = file.getFileName().toString();
        if (own.startsWith(name + "-epoch-") && !own.equals(arrays)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new WorkFailedException("cannot tidy " + folder + ": " + e.getMessage(), e);
    }
  }

  private Path header() {
    return folder.resolve(name + ".json");
  }
}
