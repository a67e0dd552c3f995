package org.graft.gradient;

import java.util.List;

/**
 * A convolution, or a dense layer, which is one of 1x1: for each strip of cells that a tap of the
 * kernel meets, one matrix product that is added to the output. Taps that only ever meet padding
 * cost nothing, and no map is laid out anew for its windows.
 */
record Convolved(Values in, Values out, List<Strip> strips, Kernel kernel, Room room)
    implements Step {
  /** Native memory for what enters and what leaves; all convolutions of a tail share it. */
  record Room(NativeArray in, NativeArray out) {
    Room() {
      this(new NativeArray(), new NativeArray());
    }
  }

  @Override
  public void forward() {
    room.in.put(in.values(), in.size());
    room.out.zero(out.size());
    for (Strip strip : strips) {
      made(strip).add(read(strip), kernel.tap(strip.tap(), in.channels, out.channels));
    }
    room.out.get(out.values(), out.size());
    kernel.addBias(out);
  }

  @Override
  public void backward() {
    kernel.sumBias(out);
    room.in.put(in.values(), in.size());
    room.out.put(out.gradient(), out.size());
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
    room.in.put(in.gradient(), in.size());
    for (Strip strip : strips) {
      read(strip).addByTransposed(made(strip), kernel.tap(strip.tap(), in.channels, out.channels));
    }
    room.in.get(in.gradient(), in.size());
  }

  private Matrix read(Strip strip) {
    return room.in.matrix(in.start(strip.from()), in.rows(strip.cells()), in.channels);
  }

  private Matrix made(Strip strip) {
    return room.out.matrix(out.start(strip.to()), out.rows(strip.cells()), out.channels);
  }
}
