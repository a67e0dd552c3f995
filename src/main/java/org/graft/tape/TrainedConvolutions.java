package org.graft.tape;

import java.util.ArrayList;
import java.util.List;
import org.graft.plan.Conv2d;
import org.graft.plan.Shape;
import org.graft.plan.Weights;

/** Kernels with gradients; convolutions strip by strip, there and back. */
final class TrainedConvolutions {
  private static final int MOST_STRIPS = 4096;

  private final Weights weights;
  private final List<Kernel> kernels = new ArrayList<>();
  private final Room room = new Room();

  TrainedConvolutions(Weights weights) {
    this.weights = weights;
  }

  List<Kernel> kernels() {
    return kernels;
  }

  /**
   * Where the strips are few enough for a product each: steps over a large map, as a network's
   * first layers take them, part it into single cells.
   */
  boolean cover(Conv2d layer, Shape in, Shape out) {
    return Strip.of(layer.window(), in, out).size() <= MOST_STRIPS;
  }

  Kernel kernel(String layer, String name, boolean biased) {
    Kernel kernel = new Kernel(layer, name, weights, biased).trained();
    kernels.add(kernel);
    return kernel;
  }

  List<Step> convolution(Conv2d layer, Shape from, Shape to, Values in, Values out) {
    Kernel kernel = kernel(layer.name(), Weights.KERNEL, layer.bias());
    Step step = new Convolved(in, out, Strip.of(layer.window(), from, to), kernel, room);
    return step.then(out, layer.activation());
  }

  Step product(Values in, Values out, Kernel kernel) {
    return new Convolved(in, out, List.of(new Strip(0, 0, 0, in.cells)), kernel, room);
  }

  void close() {
    kernels.forEach(Kernel::close);
    room.close();
  }
}
