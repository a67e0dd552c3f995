package org.graft.tape;

import java.util.List;

/**
 * A convolution, or a dense layer, which is one of 1x1: for each strip of cells that a tap of the
 * kernel meets, one matrix product that is added to the output. Taps that only ever meet padding
 * cost nothing, and no map is laid out anew for its windows.
 */
record Convolved(Values in, Values out, List<Strip> strips, Kernel kernel, Room room)
    implements Step {
  @Override
  public void forward() {
    hold();
    room.share(products(), this::make);
    kernel.addBias(out);
  }

  @Override
  public void backward() {
    kernel.sumBias(out);
    hold();
    room.share(products(), this::differentiate);
  }

  private void hold() {
    room.in().hold(Math.multiplyExact(in.cells, in.row()));
    room.out().hold(Math.multiplyExact(out.cells, out.row()));
  }

  /** Makes some of the channels that leave. */
  private void make(Workplace place) {
    Share cells = place.of(out.cells);
    Share channels = place.of(out.channels);
    place.in().put(in.values(), in.row(), place.of(in.cells));
    place.out().zero(cells.from() * out.row(), cells.size() * out.row());
    place.meet();
    for (Strip strip : strips) {
      Matrix weights = kernel.tap(strip.tap(), in.channels, out.channels);
      made(strip).columns(channels).add(read(strip), weights.columns(channels));
    }
    place.meet();
    place.out().get(out.values(), out.row(), cells);
  }

  /** Finds the gradient by the weights of some of the channels that enter, and by these. */
  private void differentiate(Workplace place) {
    Share cells = place.of(in.cells);
    Share channels = place.of(in.channels);
    place.in().put(in.values(), in.row(), cells);
    place.out().put(out.gradient(), out.row(), place.of(out.cells));
    place.meet();
    int tap = -1;
    for (Strip strip : strips) {
      kernel
          .gradientOfTap(strip.tap(), in.channels, out.channels)
          .rows(channels)
          .transposedBy(read(strip).columns(channels), made(strip), strip.tap() == tap);
      tap = strip.tap();
    }
    if (in.reached) {
      place.meet();
      passOn(place, cells, channels);
    }
  }

  private void passOn(Workplace place, Share cells, Share channels) {
    place.in().put(in.gradient(), in.row(), cells);
    place.meet();
    for (Strip strip : strips) {
      Matrix weights = kernel.tap(strip.tap(), in.channels, out.channels);
      read(strip).columns(channels).addByTransposed(made(strip), weights.rows(channels));
    }
    place.meet();
    place.in().get(in.gradient(), in.row(), cells);
  }

  /** Products of numbers that a pass takes. */
  private long products() {
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
