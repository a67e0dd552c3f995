package org.graft.tape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.graft.failure.UnsupportedModelException;
import org.graft.graph.Threads;
import org.graft.plan.Conv2d;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;

/**
 * A frozen network run over images, each processor over images of its own. Convolutions of 3x3 and
 * more are computed by Winograd's minimal filtering, which no engine beside it does; what it gives
 * is what the others give but for rounding. Holds native memory until it is closed.
 */
public final class FrozenNetwork implements AutoCloseable {
  private final FrozenKernels kernels;
  private final List<FrozenTape> tapes = new ArrayList<>();
  private final int width;

  private FrozenNetwork(Model model) {
    this.width = model.plan().shapes().get(model.plan().output().name()).size();
    this.kernels = new FrozenKernels(model.weights());
    for (int i = 0; i < Threads.count(); i++) {
      FrozenConvolutions convolutions = new FrozenConvolutions(kernels);
      Steps steps = new Steps(model, convolutions, Set.of());
      tapes.add(new FrozenTape(steps, model.plan().input().name(), convolutions));
    }
  }

  /**
   * Lays a model out.
   *
   * @throws UnsupportedModelException if there is no step for one of its layers
   */
  public static FrozenNetwork of(Model model) {
    uncovered(model)
        .ifPresent(
            layer -> {
              throw new UnsupportedModelException(
                  String.format(
                      "Graft's own engine has no step for layer %s (%s); --engine auto finds another",
                      layer.name(), layer.getClass().getSimpleName()));
            });
    return new FrozenNetwork(model);
  }

  private static Optional<Layer> uncovered(Model model) {
    FrozenConvolutions any = new FrozenConvolutions(new FrozenKernels(model.weights()));
    return new Steps(model, any, Set.of()).firstUncovered();
  }

  /**
   * What is left of the products that convolutions take without minimal filtering; 1 for a model
   * that cannot be laid out.
   */
  public static double productsLeft(Model model) {
    Map<String, Shape> shapes = model.plan().shapes();
    double all = 1;
    double left = 1;
    for (Layer layer : model.plan().layers()) {
      if (layer instanceof Conv2d conv) {
        Shape from = shapes.get(conv.input());
        Shape to = shapes.get(conv.name());
        long size = (long) from.channels() * to.channels();
        all += (double) Strip.meetings(conv.window(), from, to) * size;
        left += FrozenConvolutions.products(conv, from, to);
      }
    }
    return uncovered(model).isPresent() ? 1 : left / all;
  }

  /**
   * One row an image.
   *
   * @param images {@code [n, height, width, channels]}
   * @return {@code [n, width]}
   */
  public Tensor run(Tensor images) {
    int count = images.shape()[0];
    float[] rows = new float[count * width];
    Threads.one(
        () -> {
          IntStream.range(0, tapes.size()).parallel().forEach(i -> run(i, images, rows));
          return null;
        });
    return new Tensor(rows, count, width);
  }

  /** Runs one tape over its share of the images. */
  private void run(int tape, Tensor images, float... rows) {
    int count = images.shape()[0];
    int from = count * tape / tapes.size();
    int to = count * (tape + 1) / tapes.size();
    if (from < to) {
      int size = images.size() / count;
      int[] shape = images.shape().clone();
      shape[0] = to - from;
      float[] own = Arrays.copyOfRange(images.values(), from * size, to * size);
      tapes.get(tape).run(new Tensor(own, shape), rows, from);
    }
  }

  @Override
  public void close() {
    tapes.forEach(FrozenTape::close);
    kernels.close();
  }
}
