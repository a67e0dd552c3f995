package org.graft.tape;

import java.util.List;
import java.util.Optional;
import org.graft.plan.Conv2d;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Weights;
import org.graft.plan.Window;

/** Kernels without gradients, which several tapes share; each convolution the cheapest way. */
final class FrozenConvolutions implements Convolutions {
  /** With fewer channels, transforming a tile costs more than its products. */
  private static final int LEAST_CHANNELS = 16;

  /** What a product of a transformed tile costs, its share of the transforms included. */
  private static final double FILTERED = 1.4;

  private final FrozenKernels kernels;
  private final Room room;

  FrozenConvolutions(FrozenKernels kernels, Room room) {
    this.kernels = kernels;
    this.room = room;
  }

  @Override
  public boolean areTrained() {
    return false;
  }

  @Override
  public boolean cover(Conv2d layer, Shape in, Shape out) {
    return true;
  }

  @Override
  public Kernel kernel(String layer, String name, boolean biased) {
    return kernels.plain(layer, name, biased);
  }

  @Override
  public List<Step> convolution(Conv2d layer, Shape from, Shape to, Values in, Values out) {
    Optional<Tiling> tiling = tiling(layer, from, to);
    if (tiling.isPresent()) {
      FilteredKernel kernel = kernels.filtered(layer, tiling.get());
      return List.of(new Filtered(in, out, kernel, room));
    }
    Window window = layer.window();
    Kernel kernel = kernel(layer.name(), Weights.KERNEL, layer.bias());
    Step step =
        4 * Strip.meetings(window, from, to) < 3 * taps(window) * out.cells
            ? new Convolved(in, out, Strip.of(window, from, to), kernel, room)
            : new Gathered(in, out, Gathered.cells(window, from, to), kernel, room);
    return step.then(out, layer.activation());
  }

  /** How a map is parted where minimal filtering is the cheapest. */
  private static Optional<Tiling> tiling(Conv2d layer, Shape from, Shape to) {
    Window window = layer.window();
    if (!window.strides().equals(Size2d.square(1)) || from.channels() < LEAST_CHANNELS) {
      return Optional.empty();
    }
    Tiling tiling = Tiling.of(window, from, to);
    double cost = FILTERED * tiling.tiles() * tiling.products();
    return Optional.of(tiling)
        .filter(t -> taps(window) == 1 || cost < Strip.meetings(window, from, to));
  }

  /** How many products of numbers a convolution takes, an image. */
  static long products(Conv2d layer, Shape from, Shape to) {
    long cells =
        tiling(layer, from, to)
            .map(tiling -> tiling.tiles() * tiling.products())
            .orElseGet(() -> Strip.meetings(layer.window(), from, to));
    return cells * from.channels() * to.channels();
  }

  private static int taps(Window window) {
    return window.size().height() * window.size().width();
  }

  @Override
  public Step product(Values in, Values out, Kernel kernel) {
    return new Convolved(in, out, List.of(new Strip(0, 0, 0, in.cells)), kernel, room);
  }
}
