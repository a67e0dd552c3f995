package org.graft.tape;

import java.util.List;

/**
 * A convolution, or a dense layer of each cell, which is one of 1x1: for each strip of cells that a
 * tap of the kernel meets, one matrix product that is added to the output. Taps that only ever meet
 * padding cost nothing, and no map is laid out anew for its windows.
 */
record Conv2dStep(
    Values in, Values out, List<Strip> strips, TrainedKernel kernel, ProductMemory room)
    implements LayerStep {
  @Override
  public void forward() {
    ensureCapacity();
    room.share(macs(), this::make);
    kernel.addBias(out);
  }

  @Override
  public void backward() {
    kernel.sumBias(out);
    ensureCapacity();
    room.share(macs(), this::differentiate);
  }

  private void ensureCapacity() {
    room.in().ensureCapacity(in.size());
    room.out().ensureCapacity(out.size());
  }

  /** Makes some of what leaves. */
  private void make(WorkerContext place) {
    IndexRange own = place.of(out.size());
    place.in().put(in.values(), in.row(), place.of(in.size()));
    place.out().zero(own.from(), own.size());
    place.barrier();
    for (Strip strip : strips) {
      add(strip, kernel.tap(strip.tap(), in.channels, out.channels), place);
    }
    place.barrier();
    place.out().get(out.values(), out.row(), own);
  }

  /**
   * Some of a strip's products. Workers share its channels out, so that no two of them add to one
   * value; of a single strip its rows, where there are more of them.
   */
  private void add(Strip strip, Matrix weights, WorkerContext place) {
    Matrix made = made(strip);
    if (strips.size() == 1 && made.rows() > out.channels) {
      IndexRange rows = place.of(made.rows());
      made.rows(rows).add(read(strip).rows(rows), weights);
    } else {
      IndexRange channels = place.of(out.channels);
      made.columns(channels).add(read(strip), weights.columns(channels));
    }
  }

  /** Finds the gradient by the weights of some of the channels that enter, and by these. */
  private void differentiate(WorkerContext place) {
    IndexRange own = place.of(in.size());
    IndexRange channels = place.of(in.channels);
    place.in().put(in.values(), in.row(), own);
    place.out().put(out.gradient(), out.row(), place.of(out.size()));
    place.barrier();
    int tap = -1;
    for (Strip strip : strips) {
      kernel
          .gradientOfTap(strip.tap(), in.channels, out.channels)
          .rows(channels)
          .transposedBy(read(strip).columns(channels), made(strip), strip.tap() == tap);
      tap = strip.tap();
    }
    if (in.requiresGrad) {
      place.barrier();
      passOn(place, own, channels);
    }
  }

  private void passOn(WorkerContext place, IndexRange own, IndexRange channels) {
    place.in().put(in.gradient(), in.row(), own);
    place.barrier();
    for (Strip strip : strips) {
      Matrix weights = kernel.tap(strip.tap(), in.channels, out.channels);
      read(strip).columns(channels).addByTransposed(made(strip), weights.rows(channels));
    }
    place.barrier();
    place.in().get(in.gradient(), in.row(), own);
  }

  /** Products of numbers that a pass takes. */
  private long macs() {
    long cells = strips.stream().mapToLong(Strip::cells).sum();
    return cells * in.images() * in.channels * out.channels;
  }

  private Matrix read(Strip strip) {
    int rows = strip.cells() * in.images();
    return room.in().matrix((long) strip.from() * in.row(), rows, in.channels);
  }

  private Matrix made(Strip strip) {
    int rows = strip.cells() * out.images();
    return room.out().matrix((long) strip.to() * out.row(), rows, out.channels);
  }
}
