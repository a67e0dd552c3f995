package org.graft.engine.onednn;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.engine.Engine;
import org.graft.engine.EngineKind;
import org.graft.engine.Precision;
import org.graft.graph.OneDnnLibrary;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.runtime.Device;

/**
 * oneDNN runs a model, BatchNorm folded, in batches of one size: a smaller one is filled up with
 * zeros, a greater one comes in parts.
 */
public final class OneDnnEngine implements Engine {
  public static final EngineKind KIND = new OneDnnKind();

  private final Program program;
  private final int batch;
  private final Shape shape;

  /**
   * Compiles a model.
   *
   * @param batch images at once
   * @param precision one that the processor has units for
   */
  public OneDnnEngine(Model model, int batch, Precision precision) {
    Model folded = FoldBatchNorm.apply(model);
    this.batch = batch;
    this.shape = folded.plan().outputShape();
    this.program =
        new Program(folded, batch, precision == Precision.BFLOAT16 ? Layouts.BF16 : Layouts.F32);
  }

  @Override
  public List<String> bySameDiff() {
    return program.bySameDiff().stream().map(l -> l.name() + " (" + l.kindName() + ")").toList();
  }

  @Override
  public synchronized Tensor run(Map<String, Tensor> inputs) {
    int images = inputs.values().iterator().next().shape()[0];
    int width = shape.size();
    float[] rows = new float[Math.multiplyExact(images, width)];
    float[] all = new float[batch * width];
    for (int from = 0; from < images; from += batch) {
      int first = from;
      inputs.forEach((name, tensor) -> program.put(name, part(tensor, first)));
      program.run(all);
      int some = Math.min(batch, images - from);
      System.arraycopy(all, 0, rows, from * width, some * width);
    }
    return new Tensor(rows, shape.batched(images));
  }

  /** As many images as a batch has, from one on, with zeros behind the last. */
  private float[] part(Tensor all, int from) {
    float[] values = all.values();
    int each = values.length / all.shape()[0];
    return from == 0 && values.length == batch * each
        ? values
        : Arrays.copyOf(
            Arrays.copyOfRange(values, from * each, Math.min(values.length, (from + batch) * each)),
            batch * each);
  }

  @Override
  public void close() {
    program.close();
  }

  private static final class OneDnnKind implements EngineKind {
    @Override
    public String version(Precision precision, Device device) {
      return "onednn " + OneDnn.version() + " " + precision;
    }

    @Override
    public Engine load(Model model, int batch, Precision precision, Device device) {
      return new OneDnnEngine(model, batch, precision);
    }

    @Override
    public Optional<String> absence() {
      return OneDnnLibrary.isPresent()
          ? Optional.empty()
          : Optional.of("oneDNN has no build for " + OneDnnLibrary.platform());
    }

    @Override
    public boolean computesIn(Precision precision) {
      return true;
    }

    @Override
    public boolean hasUnitsFor(Precision precision) {
      return OneDnn.supports(precision);
    }
  }
}
