package org.graft.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.failure.Hint;
import org.graft.failure.WorkFailedException;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains one phase, epoch by epoch: a fresh optimiser on an objective. The loop is Graft's own over
 * the objective's gradients, since SameDiff's {@code fit()} reports no loss.
 */
final class PhaseTrainer {
  private static final int MOST_FILES = 4;

  private final PhaseSetup setup;
  private final Objective objective;
  private final Map<String, INDArray> parameters;
  private final Descent descent;
  private final List<EpochMetrics> metrics = new ArrayList<>();
  private int epoch;
  private long step;
  private TrainState.@Nullable Best best;

  /**
   * Images that a phase is told loss and accuracy of after each epoch, and does not learn from.
   *
   * @param heldOut whether they tell the best epoch; if not, nothing is chosen by them
   */
  record Watched(Examples examples, boolean heldOut) {}

  PhaseTrainer(PhaseSetup setup, Objective objective) {
    this.setup = setup;
    this.objective = objective;
    this.parameters = objective.parameters();
    this.descent = new Descent(setup.phase(), parameters);
  }

  /**
   * Takes up where {@code state} left off.
   *
   * @throws org.graft.failure.InputException if another network or optimiser left it
   */
  void restore(TrainState state) {
    Map<String, String> shapes = new HashMap<>();
    parameters.forEach((name, array) -> shapes.put(name, Arrays.toString(array.shape())));
    state.requireOf(shapes, descent.slots().keySet());
    Snapshot.restore(state.weights(), parameters);
    Map<String, Map<String, Tensor>> bySlot = descent.slots();
    state.slots().forEach((slot, weights) -> Snapshot.restoreSlot(weights, bySlot.get(slot)));
    metrics.clear();
    metrics.addAll(state.metrics());
    epoch = state.epoch();
    step = state.step();
    best = state.best();
  }

  TrainState state() {
    Map<String, Weights> stored = new HashMap<>();
    descent.slots().forEach((slot, arrays) -> stored.put(slot, Snapshot.ofSlot(arrays)));
    return new TrainState(
        setup.draws().phase(), epoch, step, Snapshot.of(parameters), stored, metrics, best);
  }

  /** Metrics of all epochs so far. */
  List<EpochMetrics> metrics() {
    return metrics;
  }

  /**
   * Trains to the last epoch, or until held-out images stop getting better, and returns the
   * trainable arrays: those of the best epoch where images are held out.
   *
   * @param told of each epoch with where the phase stands, copied when asked for, and only until
   *     the next epoch
   */
  Weights train(
      Examples examples,
      Optional<Watched> watched,
      BiConsumer<EpochMetrics, Supplier<TrainState>> told) {
    while (epoch < setup.phase().schedule().epochs() && !exhausted()) {
      long begin = System.nanoTime();
      EpochSums sums = epoch(examples);
      epoch++;
      Optional<EpochSums> validation = watched.map(Watched::examples).map(this::validated);
      if (watched.filter(Watched::heldOut).isPresent()) {
        validation.ifPresent(this::keepBest);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      metrics.add(metrics(sums, validation, examples.count(), seconds));
      told.accept(metrics.get(metrics.size() - 1), this::state);
    }
    return best == null ? Snapshot.of(parameters) : best.weights();
  }

  private EpochSums epoch(Examples examples) {
    int batch = setup.phase().schedule().batch();
    int[] order = setup.shuffle().order(setup.draws(), examples, epoch, batch);
    int window = setup.shuffle().rows(examples.width(), batch);
    BatchMaker maker = new BatchMaker(setup, objective.masks(), examples.labels(), step);
    try (BatchReader reader =
        new BatchReader(examples, order, batch, window, epoch, maker::batch)) {
      return epoch(examples, order, maker, reader);
    }
  }

  private EpochSums epoch(Examples examples, int[] order, BatchMaker maker, BatchReader reader) {
    Schedule schedule = setup.phase().schedule();
    int batches = schedule.batches(examples.count());
    EpochSums sums = new EpochSums(setup.task());
    for (int b = 0; b < batches; b++) {
      int from = b * schedule.batch();
      int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + schedule.batch()));
      double rate = schedule.rate(step, (long) schedule.epochs() * batches);
      Batch batch = reader.next();
      Gradients gradients = objective.gradients(batch);
      if (!Double.isFinite(gradients.loss())) {
        throw diverged(gradients.loss(), b + 1, batch, examples.files(rows));
      }
      step++;
      descent.step(gradients.byParameter(), rate, step);
      sums.add(gradients.loss(), gradients.logits(), maker.labels(rows));
    }
    return sums;
  }

  /** All at once where they are in memory. */
  private EpochSums validated(Examples watched) {
    int[] all = watched.labels();
    int most = watched.areStored() ? setup.shuffle().rows(watched.width(), 1) : all.length;
    EpochSums sums = new EpochSums(setup.task());
    for (int from = 0; from < all.length; from += most) {
      int[] rows = IntStream.range(from, Math.min(all.length, from + most)).toArray();
      int[] labels = Arrays.copyOfRange(all, from, from + rows.length);
      Tensor logits = objective.logits(watched.inputs(rows, epoch));
      sums.add(setup.loss().of(setup.task(), logits, labels), logits, labels);
    }
    return sums;
  }

  private void keepBest(EpochSums validation) {
    if (best == null || validation.loss() < best.loss()) {
      best = new TrainState.Best(epoch, validation.loss(), Snapshot.of(parameters));
    }
  }

  private boolean exhausted() {
    int patience = setup.phase().patience();
    return patience > 0 && best != null && epoch - best.epoch() >= patience;
  }

  private EpochMetrics metrics(
      EpochSums sums, Optional<EpochSums> validation, int count, double seconds) {
    Schedule schedule = setup.phase().schedule();
    return new EpochMetrics(
        setup.name(),
        epoch,
        sums.loss(),
        sums.accuracy(),
        schedule.rate(step - 1, (long) schedule.epochs() * schedule.batches(count)),
        seconds,
        validation.map(EpochSums::loss).orElse(null),
        validation.map(EpochSums::accuracy).orElse(null));
  }

  private WorkFailedException diverged(double loss, int number, Batch batch, List<Path> files) {
    String images =
        files.stream()
            .limit(MOST_FILES)
            .map(file -> String.valueOf(file.getFileName()))
            .collect(Collectors.joining(", "));
    return new WorkFailedException(
        String.format(
            Locale.ROOT,
            "the loss became %s in epoch %d, batch %d (%s%s): %s is the first layer with values that"
                + " are not finite; a lower %s or the right %s helps",
            loss,
            epoch + 1,
            number,
            images,
            files.size() > MOST_FILES ? ", … of " + files.size() : "",
            objective.firstNotFinite(batch),
            Hint.LEARNING_RATE,
            Hint.PREPARATION));
  }
}
