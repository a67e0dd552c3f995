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
    room.in().put(in.values(), in.row());
    room.out().zero(out.cells * out.row());
    for (Strip strip : strips) {
      made(strip).add(read(strip), kernel.tap(strip.tap(), in.channels, out.channels));
    }
    room.out().get(out.values(), out.row());
    kernel.addBias(out);
  }

  @Override
  public void backward() {
    kernel.sumBias(out);
    room.in().put(in.values(), in.row());
    room.out().put(out.gradient(), out.row());
    int tap = -1;
    for (Strip strip : strips) {
      kernel
          .gradientOfTap(strip.tap(), in.channels, out.channels)
          .transposedBy(read(strip), made(strip), strip.tap() == tap);
      tap = strip.tap();
    }
    if (in.reached) {
      passOn();
    }
  }

  private void passOn() {
    room.in().put(in.gradient(), in.row());
    for (Strip strip : strips) {
      read(strip).addByTransposed(made(strip), kernel.tap(strip.tap(), in.channels, out.channels));
    }
    room.in().get(in.gradient(), in.row());
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
