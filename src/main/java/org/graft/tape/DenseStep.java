package org.graft.tape;

import org.graft.plan.Affine;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer on vectors. Products are shared out by rows in many parts, of which each worker
 * takes the next when it is free; by columns in one a worker, as each lays out all that it
 * multiplies. What entered stays in native memory for the way back.
 *
 * @param scaling of what enters, on its way, where that is constant
 */
record DenseStep(
    Values in, Values out, @Nullable Affine scaling, TrainedKernel kernel, ProductMemory room)
    implements LayerStep {
  @Override
  public void forward() {
    room.in().ensureCapacity(in.size());
    room.out().ensureCapacity(out.size());
    if (in.images() > out.channels) {
      room.shareFinely(macs(), in.images(), this::makeRows);
    } else {
      enter(new IndexRange(0, in.images()));
      room.out().zero(0, out.size());
      room.share(macs(), out.channels, this::makeColumns);
      room.out().get(out.values(), out.row(), new IndexRange(0, out.size()));
    }
    kernel.addBias(out);
  }

  private void makeRows(IndexRange images) {
    IndexRange own = images.times(out.channels);
    enter(images);
    room.out().zero(own.from(), own.size());
    made().rows(images).add(read().rows(images), weights());
    room.out().get(out.values(), out.row(), own);
  }

  /** Large kernels are read by columns, so that no part of them is read twice. */
  private void makeColumns(IndexRange channels) {
    made().columns(channels).add(read(), weights().columns(channels));
  }

  private void enter(IndexRange images) {
    if (scaling == null) {
      room.in().put(in.values(), in.row(), images.times(in.channels));
    } else {
      room.in().put(in.values()[0], scaling, images);
    }
  }

  @Override
  public void backward() {
    kernel.sumBias(out);
    room.out().put(out.gradient(), out.row(), new IndexRange(0, out.size()));
    room.shareFinely(macs(), in.channels, this::differentiate);
    if (in.requiresGrad) {
      IndexRange all = new IndexRange(0, in.size());
      room.in().put(in.gradient(), in.row(), all);
      room.share(macs(), in.channels, this::passOn);
      room.in().get(in.gradient(), in.row(), all);
    }
  }

  private void differentiate(IndexRange channels) {
    kernel
        .gradientOfTap(0, in.channels, out.channels)
        .rows(channels)
        .transposedBy(read().columns(channels), made(), false);
  }

  private void passOn(IndexRange channels) {
    read().columns(channels).addByTransposed(made(), weights().rows(channels));
  }

  /** Products of numbers that a pass takes. */
  private long macs() {
    return (long) in.size() * out.channels;
  }

  private Matrix weights() {
    return kernel.tap(0, in.channels, out.channels);
  }

  private Matrix read() {
    return room.in().matrix(0, in.images(), in.channels);
  }

  private Matrix made() {
    return room.out().matrix(0, out.images(), out.channels);
  }
}
