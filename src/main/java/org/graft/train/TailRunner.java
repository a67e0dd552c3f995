package org.graft.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.graft.engine.selection.EngineSelector;
import org.graft.engine.selection.SelectedEngine;
import org.graft.failure.Hint;
import org.graft.failure.WorkFailedException;
import org.graft.feature.Features;
import org.graft.feature.RowSpace;
import org.graft.feature.RowWriter;
import org.graft.feature.Rows;
import org.graft.plan.Model;
import org.graft.plan.SplitModel;
import org.graft.plan.Tensor;
import org.jspecify.annotations.Nullable;

/** A tail in inference mode over the activations that enter it. */
final class TailRunner implements AutoCloseable {
  private static final int BATCH = 64;

  /** Images that engines are compared on. */
  private static final int PROBE = 8;

  private final Model tail;
  private final EngineSelector selector;
  private @Nullable SelectedEngine engine;

  /** Where engines come from, and the one that runs the tail once the first rows are there. */
  private TailRunner(Model tail, EngineSelector selector) {
    this.tail = tail;
    this.selector = selector;
  }

  /** By SameDiff. */
  static TailRunner of(Model tail) {
    return new TailRunner(tail, EngineSelector.PLAIN);
  }

  /** By the engine that {@code selector} chooses for tails. */
  static TailRunner of(Model tail, EngineSelector selector) {
    return new TailRunner(tail, selector.forTails());
  }

  /**
   * The tail's output, one row for each row of {@code activations}.
   *
   * @param space where it is held
   * @throws WorkFailedException if it is not finite, as after a last step that was too wide
   */
  Features run(Features activations, RowSpace space) {
    int count = activations.count();
    RowWriter rows = space.open(count, tail.plan().outputShape().size());
    int[] next = {0};
    run(activations, count, (file, answer, values) -> rows.put(next[0]++, values));
    Rows all = rows.rows(IntStream.range(0, count).toArray());
    return new Features(all, activations.labels(), activations.files());
  }

  /**
   * Hands on the same row by row.
   *
   * @param of rows in all of the work, of which these may be a part
   */
  void run(Features activations, int of, Inference.Sink sink) {
    Examples examples = new Examples(activations, SplitModel.entering(tail));
    int count = activations.count();
    for (int from = 0; from < count; from += BATCH) {
      int to = Math.min(count, from + BATCH);
      int[] chosen = IntStream.range(from, to).toArray();
      Tensor values = finite(run(examples.inputs(chosen, 0), of));
      int width = values.size() / chosen.length;
      for (int i = from; i < to; i++) {
        int start = (i - from) * width;
        sink.take(
            activations.files().get(i),
            activations.labels()[i],
            Arrays.copyOfRange(values.values(), start, start + width));
      }
    }
  }

  private static Tensor finite(Tensor values) {
    values
        .firstNotFinite()
        .ifPresent(
            value -> {
              throw new WorkFailedException(
                  "the trained head gives %s; a lower %s or the right %s helps"
                      .formatted(value, Hint.LEARNING_RATE, Hint.PREPARATION));
            });
    return values;
  }

  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
  }

  private Tensor run(Map<String, Tensor> inputs, int rows) {
    if (engine == null) {
      Map<String, Tensor> probe = new LinkedHashMap<>();
      inputs.forEach((name, all) -> probe.put(name, all.part(0, Math.min(PROBE, all.shape()[0]))));
      int batch = Math.min(BATCH, rows);
      engine = selector.select(new EngineSelector.FrozenWork(tail, probe, batch, rows));
    }
    return engine.run(inputs);
  }
}
