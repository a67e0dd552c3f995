package org.graft.tape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft.failure.UnsupportedModelException;
import org.graft.graph.Threads;
import org.graft.plan.Conv2d;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.SplitModel;
import org.graft.plan.Tensor;

/**
 * A frozen network run over images, each processor over images of its own, large kernels by all
 * over all. Convolutions of 3x3 and more are computed by Winograd's minimal filtering, which no
 * engine beside it does; what it gives is what the others give but for rounding. Holds native
 * memory until it is closed.
 */
public final class FrozenNetwork implements AutoCloseable {
  private final FrozenKernels kernels;
  private final List<FrozenTape> tapes = new ArrayList<>();
  private final Team team = new Team(Threads.count());
  private final String input;
  private final int width;

  /**
   * Lays a model out.
   *
   * @throws UnsupportedModelException if there is no step for one of its layers
   */
  public FrozenNetwork(Model model) {
    requireSteps(model);
    this.input = model.plan().inputs().get(0).name();
    this.width = model.plan().shapes().get(model.plan().output().name()).size();
    this.kernels = new FrozenKernels(model.weights());
    for (int worker = 0; worker < Threads.count(); worker++) {
      Room room = new Room(team, worker);
      Steps steps = new Steps(model, new FrozenConvolutions(kernels, room), Set.of());
      tapes.add(new FrozenTape(steps, SplitModel.entering(model).keySet(), room));
    }
  }

  /**
   * Says whether a model can be laid out, by its plan alone.
   *
   * @throws UnsupportedModelException if there is no step for one of its layers
   */
  public static void requireSteps(Model model) {
    uncovered(model)
        .ifPresent(
            layer -> {
              throw new UnsupportedModelException(
                  String.format(
                      "Graft's own engine has no step for layer %s (%s); --engine auto finds another",
                      layer.name(), layer.getClass().getSimpleName()));
            });
  }

  /** Whether a model can be laid out. */
  public static boolean covers(Model model) {
    return uncovered(model).isEmpty();
  }

  private static Optional<Layer> uncovered(Model model) {
    FrozenConvolutions any = new FrozenConvolutions(new FrozenKernels(model.weights()), new Room());
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
    return run(Map.of(input, images));
  }

  /**
   * One row an image.
   *
   * @param images what enters each input, by its name, {@code [n, height, width, channels]} or
   *     {@code [n, width]}
   * @return {@code [n, width]}
   */
  public Tensor run(Map<String, Tensor> images) {
    int count = images.values().iterator().next().shape()[0];
    float[] rows = new float[count * width];
    int workers = Math.min(count, tapes.size());
    Threads.alone(
        () -> team.work(workers, count, i -> run(Share.of(count, i, workers), images, rows, i)));
    return new Tensor(rows, count, width);
  }

  /** Runs one tape over its share of the images. */
  private void run(Share own, Map<String, Tensor> images, float[] rows, int tape) {
    Map<String, Tensor> some = new HashMap<>();
    images.forEach((name, all) -> some.put(name, all.part(own.from(), own.to())));
    tapes.get(tape).run(some, rows, own.from());
  }

  @Override
  public void close() {
    team.close();
    tapes.forEach(FrozenTape::close);
    kernels.close();
  }
}
