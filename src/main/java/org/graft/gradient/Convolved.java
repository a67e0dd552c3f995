package org.graft.gradient;

import java.util.List;

/**
 * A convolution, or a dense layer, which is one of 1x1: for each run of cells that a tap of the
 * kernel meets, one matrix product that is added to the output. Taps that only ever meet padding
 * cost nothing, and no map is laid out anew for its windows.
 */
record Convolved(Values in, Values out, List<Run> runs, Kernel kernel, Room room) implements Step {
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
    for (Run run : runs) {
      made(run).add(read(run), kernel.tap(run.tap(), in.channels, out.channels));
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
    for (Run run : runs) {
      kernel
          .gradientOfTap(run.tap(), in.channels, out.channels)
          .transposedBy(read(run), made(run), run.tap() == tap);
      tap = run.tap();
    }
    if (in.reached) {
      passOn();
    }
  }

  private void passOn() {
    room.in.put(in.gradient(), in.size());
    for (Run run : runs) {
      read(run).addByTransposed(made(run), kernel.tap(run.tap(), in.channels, out.channels));
    }
    room.in.get(in.gradient(), in.size());
  }

  private Matrix read(Run run) {
    return room.in.matrix(in.start(run.from()), in.rows(run.cells()), in.channels);
  }

  private Matrix made(Run run) {
    return room.out.matrix(out.start(run.to()), out.rows(run.cells()), out.channels);
  }
}
