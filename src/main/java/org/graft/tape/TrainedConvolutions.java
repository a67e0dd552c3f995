package org.graft.tape;

import java.util.ArrayList;
import java.util.List;
import org.graft.plan.Affine;
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

  LayerStep convolution(Values in, Values out, List<Strip> strips, TrainedKernel kernel) {
    return new Conv2dStep(in, out, strips, kernel, room);
  }

  /**
   * A product of each cell, of vectors perhaps scaled as they enter. These take little memory, so
   * that they have a place of their own.
   */
  LayerStep product(Values in, Values out, @Nullable Affine scaling, TrainedKernel kernel) {
    if (in.cells > 1) {
      return convolution(in, out, List.of(new Strip(0, 0, 0, in.cells)), kernel);
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
