package org.graft.tape;

import java.util.ArrayList;
import java.util.List;
import org.graft.plan.Conv2d;
import org.graft.plan.Shape;
import org.graft.plan.Weights;

/** Kernels with gradients; convolutions strip by strip, there and back. */
final class TrainedConvolutions {
  private final Weights weights;
  private final List<Kernel> kernels = new ArrayList<>();
  private final Room room = new Room();

  TrainedConvolutions(Weights weights) {
    this.weights = weights;
  }

  List<Kernel> kernels() {
    return kernels;
  }

  Kernel kernel(String layer, String name, boolean biased) {
    Kernel kernel = new Kernel(layer, name, weights, biased).trained();
    kernels.add(kernel);
    return kernel;
  }

  Step convolution(Conv2d layer, Shape from, Shape to, Values in, Values out) {
    Kernel kernel = kernel(layer.name(), Weights.KERNEL, layer.bias());
    return new Convolved(in, out, Strip.of(layer.window(), from, to), kernel, room);
  }

  Step product(Values in, Values out, Kernel kernel) {
    return new Convolved(in, out, List.of(new Strip(0, 0, 0, in.cells)), kernel, room);
  }

  void close() {
    kernels.forEach(Kernel::close);
    room.close();
  }
}
