package org.graft.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.graft.failure.WorkFailedException;
import org.graft.feature.Agreement;
import org.graft.feature.EngineChoice;
import org.graft.feature.Features;
import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.SplitModel;
import org.graft.plan.Tensor;
import org.graft.tape.FrozenNetwork;

/** A tail in inference mode over the activations that enter it. */
final class TailRunner implements AutoCloseable {
  private static final int BATCH = 64;

  /** Images that engines are compared on. */
  private static final int PROBE = 8;

  private final Model tail;
  private final Runner runner;

  /** What runs a tail. */
  interface Runner extends AutoCloseable {
    /** The output {@code [n, ..]} for what enters each input, by the input's name. */
    Tensor run(Map<String, Tensor> inputs);

    @Override
    void close();
  }

  private TailRunner(Model tail, Runner runner) {
    this.tail = tail;
    this.runner = runner;
  }

  /** By SameDiff. */
  static TailRunner of(Model tail) {
    return new TailRunner(tail, SameDiffRunner.of(tail));
  }

  /** By Graft's own engine where it knows all layers and no other engine was asked for. */
  static TailRunner of(Model tail, EngineChoice choice) {
    return new TailRunner(
        tail,
        choice == EngineChoice.SAMEDIFF || !FrozenNetwork.covers(tail)
            ? SameDiffRunner.of(tail)
            : new OwnRunner(tail));
  }

  /**
   * The tail's output, one row for each row of {@code activations}.
   *
   * @throws WorkFailedException if it is not finite, as after a last step that was too wide
   */
  Features run(Features activations) {
    Examples examples = new StoredExamples(activations, SplitModel.entering(tail));
    float[][] rows = new float[activations.count()][];
    for (int from = 0; from < rows.length; from += BATCH) {
      int to = Math.min(rows.length, from + BATCH);
      int[] chosen = IntStream.range(from, to).toArray();
      Tensor values = finite(runner.run(examples.inputs(chosen, 0)));
      int width = values.size() / chosen.length;
      for (int i = from; i < to; i++) {
        int start = (i - from) * width;
        rows[i] = Arrays.copyOfRange(values.values(), start, start + width);
      }
    }
    return new Features(Tensor.rows(rows), activations.labels(), activations.files());
  }

  private static Tensor finite(Tensor values) {
    for (float value : values.values()) {
      if (!Float.isFinite(value)) {
        throw new WorkFailedException(
            "the trained head gives "
                + value
                + "; a lower --learning-rate or the right --preprocessing helps");
      }
    }
    return values;
  }

  @Override
  public void close() {
    runner.close();
  }

  private record SameDiffRunner(Network network) implements Runner {
    static SameDiffRunner of(Model tail) {
      return new SameDiffRunner(Emitter.inference(FoldBatchNorm.apply(tail)));
    }

    @Override
    public Tensor run(Map<String, Tensor> inputs) {
      return network.compute(inputs);
    }

    @Override
    public void close() {
      network.release();
    }
  }

  /** Graft's engine, held against SameDiff on the first images. */
  private static final class OwnRunner implements Runner {
    private final FrozenNetwork network;
    private Model unproved;

    OwnRunner(Model tail) {
      this.network = new FrozenNetwork(FoldBatchNorm.apply(tail));
      this.unproved = tail;
    }

    @Override
    public Tensor run(Map<String, Tensor> inputs) {
      if (unproved != null) {
        prove(inputs);
        unproved = null;
      }
      return network.run(inputs);
    }

    private void prove(Map<String, Tensor> inputs) {
      Map<String, Tensor> some = new LinkedHashMap<>();
      inputs.forEach((name, all) -> some.put(name, all.part(0, Math.min(PROBE, all.shape()[0]))));
      try (SameDiffRunner sameDiff = SameDiffRunner.of(unproved)) {
        Agreement.require(EngineChoice.GRAFT, network.run(some), sameDiff.run(some));
      }
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
