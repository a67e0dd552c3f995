package org.graft.tape;

import java.util.ArrayList;
import java.util.List;
import org.graft.plan.Affine;
import org.graft.plan.Conv2d;
import org.graft.plan.Shape;
import org.graft.plan.Weights;
import org.jspecify.annotations.Nullable;

/** Kernels with gradients; convolutions strip by strip, there and back. */
final class TrainedConvolutions {
  private final Weights weights;
  private final List<TrainedKernel> kernels = new ArrayList<>();
  private final ProductMemory room = new ProductMemory();

  /** Those of one layer each. */
  private final List<ProductMemory> rooms = new ArrayList<>();

  TrainedConvolutions(Weights weights) {
    this.weights = weights;
  }

  List<TrainedKernel> kernels() {
    return kernels;
  }

  TrainedKernel kernel(String layer, String name, boolean biased) {
    TrainedKernel kernel = new TrainedKernel(layer, name, weights, biased);
    kernels.add(kernel);
    return kernel;
  }

  LayerStep convolution(Conv2d layer, Shape from, Shape to, Values in, Values out) {
    TrainedKernel kernel = kernel(layer.name(), Weights.KERNEL, layer.bias());
    return new Conv2dStep(in, out, Strip.of(layer.window(), from, to), kernel, room);
  }

  /** Of each cell. */
  LayerStep product(Values in, Values out, TrainedKernel kernel) {
    return product(in, out, null, kernel);
  }

  /**
   * The same of what is scaled as it enters, which only vectors are. They take little memory, so
   * that they have a place of their own.
   */
  LayerStep product(Values in, Values out, @Nullable Affine scaling, TrainedKernel kernel) {
    if (in.cells > 1) {
      return new Conv2dStep(in, out, List.of(new Strip(0, 0, 0, in.cells)), kernel, room);
    }
    ProductMemory own = room.apart();
    rooms.add(own);
    return new DenseStep(in, out, scaling, kernel, own);
  }

  void close() {
    kernels.forEach(TrainedKernel::close);
    room.close();
    rooms.forEach(ProductMemory::close);
  }
}
