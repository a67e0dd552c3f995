package org.graft.engine.selection;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.graft.engine.Engine;
import org.graft.engine.EngineKind;
import org.graft.engine.Precision;
import org.graft.failure.GraftException;
import org.graft.failure.Hint;
import org.graft.failure.WorkFailedException;
import org.graft.plan.Model;
import org.graft.plan.Parity;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.runtime.Device;

/**
 * Loads the engine that a network runs on. An engine is let in once it gave for the first images
 * what SameDiff gives, and that is kept, so that a later run loads the one engine alone. Where one
 * fails in native code, SameDiff goes on.
 *
 * @param records where choices are kept, if they are
 * @param warnings told of an engine that failed, and of layers that it does not cover
 */
public record EngineSelector(
    EngineSettings settings, Optional<SelectionRecords> records, Consumer<String> warnings) {
  /**
   * Rounding that a deep network may amplify; a wrong operation is off by far more. As a share of
   * the greatest magnitude among the outputs.
   */
  static final double TOLERANCE = 1e-3;

  /** The same for eight bits of mantissa. */
  static final double BFLOAT16_TOLERANCE = 0.3;

  /** Multiply-adds for which SameDiff takes about as long as another engine to load. */
  private static final double FEW = 4e9;

  /** SameDiff, and nothing is kept. */
  public static final EngineSelector PLAIN =
      new EngineSelector(
          new EngineSettings(EngineChoice.SAMEDIFF, Precision.FLOAT32, false),
          Optional.empty(),
          warning -> {});

  /** The same that lets one engine alone run. */
  public EngineSelector only(EngineChoice engine) {
    Device device = engine.kind().runsOn(settings.device()) ? settings.device() : Device.CPU;
    return by(engine, engine.orFloat32(settings.precision()), device);
  }

  private EngineSelector by(EngineChoice engine, Precision precision, Device device) {
    EngineSettings other = new EngineSettings(engine, precision, settings.cache(), device);
    return new EngineSelector(other, records, warnings);
  }

  /** The same for what enters as rows or maps, which not every engine takes. */
  public EngineSelector forTails() {
    if (takesMaps()) {
      return this;
    }
    EngineSelector any = by(EngineChoice.AUTO, Precision.FLOAT32, Device.CPU);
    return any.takesMaps() ? any : only(EngineChoice.SAMEDIFF);
  }

  private boolean takesMaps() {
    return Engines.of(settings).stream().allMatch(engine -> engine.kind().takesMaps());
  }

  /**
   * What an engine is to do.
   *
   * @param probe the first images, by the name of each input
   * @param batch images at once
   * @param images how many there are in all
   */
  public record FrozenWork(Model model, Map<String, Tensor> probe, int batch, int images) {
    /** Multiply-adds of all products, about; the same every time, unlike a measurement. */
    double macs() {
      Map<String, Shape> shapes = model.plan().shapes();
      double each = 0;
      for (Map.Entry<String, Map<String, Tensor>> layer : model.weights().byLayer().entrySet()) {
        Shape out = shapes.get(layer.getKey());
        double cells = (double) out.size() / out.channels();
        each += cells * layer.getValue().values().stream().mapToDouble(Tensor::size).sum();
      }
      return each * images;
    }
  }

  /**
   * Loads the engine for some work.
   *
   * @throws WorkFailedException if the engine that was asked for and SameDiff disagree
   * @throws org.graft.failure.InputException if it has no build for this platform
   */
  public SelectedEngine select(FrozenWork work) {
    if (settings.engine() == EngineChoice.SAMEDIFF) {
      return sameDiff(work);
    }
    Engines.require(settings);
    SelectionKey key = SelectionKey.of(work.model(), work.batch(), settings);
    Optional<SelectionRecord> known = records.flatMap(kept -> kept.find(key));
    if (known.isPresent()) {
      return known(work, known.get());
    }
    SelectedEngine measured = measured(work);
    measured
        .parity()
        .map(parity -> new SelectionRecord(key, measured.choice(), parity))
        .ifPresent(record -> records.ifPresent(kept -> kept.keep(record)));
    return measured;
  }

  /** What is kept of an engine's first outputs, where it runs a model no more. */
  public Optional<Parity> known(Model model, int batch) {
    SelectionKey key = SelectionKey.of(model, batch, settings);
    return records.flatMap(kept -> kept.find(key)).map(SelectionRecord::parity);
  }

  private SelectedEngine known(FrozenWork work, SelectionRecord record) {
    EngineChoice engine = record.engine();
    return orSameDiff(
        work,
        engine,
        () -> new SelectedEngine(engine, load(engine, work), Optional.ofNullable(record.parity())));
  }

  private Engine load(EngineChoice engine, FrozenWork work) {
    Engine loaded = Engines.load(engine, settings, work.model(), work.batch());
    if (!loaded.bySameDiff().isEmpty()) {
      warnings.accept(
          "%s does not cover %s, which samediff runs between the others"
              .formatted(engine, String.join(", ", loaded.bySameDiff())));
    }
    return loaded;
  }

  private static SelectedEngine sameDiff(FrozenWork work) {
    Engine engine = Engines.load(EngineChoice.SAMEDIFF, PLAIN.settings(), work.model(), 0);
    return new SelectedEngine(EngineChoice.SAMEDIFF, engine, Optional.empty());
  }

  /** SameDiff's memory is free again before the other engine takes any. */
  private SelectedEngine measured(FrozenWork work) {
    SelectedEngine reference = sameDiff(work);
    if (isOpen() && settings.precision() == Precision.FLOAT32 && work.macs() <= FEW) {
      return reference;
    }
    Tensor expected = reference.run(work.probe());
    if (!expected.isFinite()) {
      return reference;
    }
    reference.close();
    EngineChoice rival = Engines.of(settings).get(0);
    if (isOpen()) {
      preferred().absence().ifPresent(why -> warnings.accept(why + "; " + rival + " is tried"));
    }
    return orSameDiff(work, rival, () -> proved(work, rival, load(rival, work), expected));
  }

  private EngineKind preferred() {
    return Engines.candidates(settings).get(0).kind();
  }

  /** Whether it is left to Graft what runs the network. */
  private boolean isOpen() {
    return settings.engine() == EngineChoice.AUTO && settings.otherDevice().isEmpty();
  }

  /** What is asked for and refused stays refused; what fails in native code is replaced. */
  private SelectedEngine orSameDiff(
      FrozenWork work, EngineChoice engine, Supplier<SelectedEngine> attempt) {
    try {
      return attempt.get();
    } catch (GraftException e) {
      if (!isOpen()) {
        throw e;
      }
      return failed(work, engine, e);
    } catch (RuntimeException | LinkageError e) {
      return failed(work, engine, e);
    }
  }

  private SelectedEngine failed(FrozenWork work, EngineChoice engine, Throwable cause) {
    warnings.accept(
        String.format("%s fails (%s); samediff runs the network", engine, cause.getMessage()));
    return sameDiff(work);
  }

  /** Hands an engine back that gives for the probe what is expected, and closes any other. */
  SelectedEngine proved(FrozenWork work, EngineChoice choice, Engine engine, Tensor expected) {
    try {
      Parity parity = Parity.of(engine.run(work.probe()), expected);
      require(choice, parity, expected.shape()[0]);
      return new SelectedEngine(choice, engine, Optional.of(parity));
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private void require(EngineChoice engine, Parity parity, int images) {
    double share = settings.precision() == Precision.FLOAT32 ? TOLERANCE : BFLOAT16_TOLERANCE;
    if (!parity.within(share)) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "%s and samediff disagree on the first %d images: off by %.1e where the greatest"
                  + " value is %.1e, at most %.0e of it expected; %s goes on without the other",
              engine,
              images,
              parity.greatest(),
              parity.magnitude(),
              share,
              Hint.ENGINE.to(EngineChoice.SAMEDIFF)));
    }
  }
}
