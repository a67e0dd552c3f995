package org.graft.tape;

import java.util.List;

/**
 * A convolution, or a dense layer of each cell, which is one of 1x1: for each strip of cells that a
 * tap of the kernel meets, one matrix product that is added to the output. Taps that only ever meet
 * padding cost nothing, and no map is laid out anew for its windows. Workers share channels out, so
 * that no two of them add to one value.
 */
record Conv2dStep(
    Values in, Values out, List<Strip> strips, TrainedKernel kernel, ProductMemory room)
    implements LayerStep {
  @Override
  public void forward() {
    enter();
    room.share(macs(), out.size(), some -> room.out().zero(some.from(), some.size()));
    Matrix first = made(strips.get(0));
    if (strips.size() == 1 && first.rows() > out.channels) {
      room.share(macs(), first.rows(), this::makeRows);
    } else {
      room.share(macs(), out.channels, this::make);
    }
    room.share(macs(), out.size(), some -> room.out().get(out.values(), out.row(), some));
    kernel.addBias(out);
  }

  private void enter() {
    room.in().ensureCapacity(in.size());
    room.out().ensureCapacity(out.size());
    room.share(macs(), in.size(), some -> room.in().put(in.values(), in.row(), some));
  }

  private void makeRows(IndexRange rows) {
    Strip only = strips.get(0);
    made(only).rows(rows).add(read(only).rows(rows), weights(only));
  }

  private void make(IndexRange channels) {
    for (Strip strip : strips) {
      made(strip).columns(channels).add(read(strip), weights(strip).columns(channels));
    }
  }

  @Override
  public void backward() {
    kernel.sumBias(out);
    enter();
    room.share(macs(), out.size(), some -> room.out().put(out.gradient(), out.row(), some));
    room.share(macs(), in.channels, this::differentiate);
    if (in.requiresGrad) {
      room.share(macs(), in.size(), some -> room.in().put(in.gradient(), in.row(), some));
      room.share(macs(), in.channels, this::passOn);
      room.share(macs(), in.size(), some -> room.in().get(in.gradient(), in.row(), some));
    }
  }

  /** Finds the gradient by the weights of some of the channels that enter. */
  private void differentiate(IndexRange channels) {
    int tap = -1;
    for (Strip strip : strips) {
      kernel
          .gradientOfTap(strip.tap(), in.channels, out.channels)
          .rows(channels)
          .transposedBy(read(strip).columns(channels), made(strip), strip.tap() == tap);
      tap = strip.tap();
    }
  }

  private void passOn(IndexRange channels) {
    for (Strip strip : strips) {
      read(strip).columns(channels).addByTransposed(made(strip), weights(strip).rows(channels));
    }
  }

  /** Products of numbers that a pass takes. */
  private long macs() {
    long cells = strips.stream().mapToLong(Strip::cells).sum();
    return cells * in.images() * in.channels * out.channels;
  }

  private Matrix weights(Strip strip) {
    return kernel.tap(strip.tap(), in.channels, out.channels);
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
