package org.graft.source.tensorflow.kernel;

import java.util.stream.IntStream;

/**
 * Python's {@code x[a:b:c, …, None, i]}: each place of the index is a span, all axes that are left
 * ({@code ellipsis_mask}), a new axis, or one index whose axis goes ({@code shrink_axis_mask}).
 */
final class StridedSlice {
  private final Call call;
  private final Array x;
  private final int[] begin;
  private final int[] end;
  private final int[] step;
  private final int[] strides;
  private final IntStream.Builder shape = IntStream.builder();
  private final IntStream.Builder steps = IntStream.builder();
  private int first;

  private StridedSlice(Call call) {
    this.call = call;
    this.x = call.input(0);
    this.begin = ShapeKernels.whole(call.input(1));
    this.end = ShapeKernels.whole(call.input(2));
    this.step = ShapeKernels.whole(call.input(3));
    this.strides = Array.strides(x.shape());
  }

  static Array of(Call call) {
    return new StridedSlice(call).run();
  }

  private Array run() {
    int axis = 0;
    int named = 0;
    for (int i = 0; i < begin.length; i++) {
      named += is("new_axis_mask", i) || is("ellipsis_mask", i) ? 0 : 1;
    }
    for (int i = 0; i < begin.length; i++) {
      if (is("ellipsis_mask", i)) {
        for (int left = x.rank() - named; left > 0; left--) {
          keep(x.axis(axis), strides[axis++]);
        }
      } else if (is("new_axis_mask", i)) {
        keep(1, 0);
      } else {
        span(i, axis++);
      }
    }
    while (axis < x.rank()) {
      keep(x.axis(axis), strides[axis++]);
    }
    int[] axes = shape.build().toArray();
    return x.pick(ShapeKernels.places(first, steps.build().toArray(), axes), axes);
  }

  private boolean is(String mask, int place) {
    return (call.integer(mask) >> place & 1) == 1;
  }

  private void keep(int length, int by) {
    shape.add(length);
    steps.add(by);
  }

  private void span(int i, int axis) {
    int length = x.axis(axis);
    int by = step[i];
    if (is("shrink_axis_mask", i)) {
      int index = begin[i] < 0 ? begin[i] + length : begin[i];
      if (index < 0 || index >= length) {
        throw new IllegalArgumentException("index " + begin[i] + " of " + x);
      }
      first += index * strides[axis];
      return;
    }
    if (by == 0) {
      throw new IllegalArgumentException("a step of 0");
    }
    int from = is("begin_mask", i) ? (by > 0 ? 0 : length - 1) : bounded(begin[i], length, by);
    int to = is("end_mask", i) ? (by > 0 ? length : -1) : bounded(end[i], length, by);
    int count = Math.max(0, (to - from + by - Integer.signum(by)) / by);
    first += count == 0 ? 0 : from * strides[axis];
    keep(count, by * strides[axis]);
  }

  private static int bounded(int stated, int length, int by) {
    int place = stated < 0 ? stated + length : stated;
    return by > 0
        ? Math.max(0, Math.min(place, length))
        : Math.max(-1, Math.min(place, length - 1));
  }
}
