package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.graft.plan.Shape;

/**
 * What a {@code StridedSlice} takes of each axis, by its begins, ends, strides and masks
 * (tensorflow/core/util/strided_slice_op.cc). An axis may be free as long as no end of it is asked
 * for that only its length tells.
 */
final class Slicing {
  private static final int MOST = 1 << 20;

  /** What becomes of an axis. */
  enum Fate {
    KEPT,
    /** One place of it is taken and the axis goes. */
    DROPPED,
    /** There was none, and one of length 1 comes. */
    NEW
  }

  /**
   * One axis.
   *
   * @param axis its number in what is sliced; -1 for a new one
   * @param from the first place, counted from the far end if negative
   * @param to behind the last place; {@link #OPEN} for all that there are
   */
  record Span(int axis, Fate fate, long from, long to, long step) {
    static final long OPEN = Long.MAX_VALUE;

    boolean isWhole() {
      return fate == Fate.KEPT && from == 0 && to == OPEN && step == 1;
    }

    /** The places that are taken of an axis of this length. */
    int[] places(Node node, int length) {
      if (length == Shape.FREE) {
        throw node.refusal("takes places of an axis of any length; fix the size of the images");
      }
      if (length > MOST) {
        throw node.refusal("takes places of an axis of " + length);
      }
      if (fate == Fate.DROPPED) {
        long place = from < 0 ? from + length : from;
        if (place < 0 || place >= length) {
          throw node.refusal("takes place " + from + " of " + length);
        }
        return new int[] {(int) place};
      }
      long first = bounded(from, length);
      long last = to == OPEN ? (step > 0 ? length : -1) : bounded(to, length);
      return LongStream.iterate(first, i -> step > 0 ? i < last : i > last, i -> i + step)
          .mapToInt(place -> (int) place)
          .toArray();
    }

    private long bounded(long stated, int length) {
      if (stated == OPEN) {
        return step > 0 ? 0 : length - 1L;
      }
      long place = stated < 0 ? stated + length : stated;
      return step > 0
          ? Math.max(0, Math.min(place, length))
          : Math.max(-1, Math.min(place, length - 1L));
    }
  }

  private final Node node;
  private final long[] begin;
  private final long[] end;
  private final long[] strides;
  private final Attributes attributes;

  private Slicing(Node node, long[] begin, long[] end, long[] strides) {
    this.node = node;
    this.begin = begin;
    this.end = end;
    this.strides = strides;
    this.attributes = new Attributes(node);
  }

  /** The spans for an array of {@code rank} axes, in the order of the result's axes. */
  static List<Span> spans(Node node, long[] begin, long[] end, long[] strides, int rank) {
    if (begin.length != end.length || begin.length != strides.length || begin.length > 32) {
      throw node.refusal("takes a part with begins, ends and strides of different number");
    }
    return new Slicing(node, begin, end, strides).spans(rank);
  }

  private List<Span> spans(int rank) {
    List<Span> spans = new ArrayList<>();
    long ellipsis = attributes.integer("ellipsis_mask") & ((1L << begin.length) - 1);
    int stated =
        (int)
            IntStream.range(0, begin.length)
                .filter(i -> !isNew(i) && !is("ellipsis_mask", i))
                .count();
    int axis = 0;
    for (int i = 0; i < begin.length; i++) {
      if (is("ellipsis_mask", i)) {
        for (int rest = rank - stated; rest > 0; rest--) {
          spans.add(whole(axis++));
        }
      } else if (isNew(i)) {
        spans.add(new Span(-1, Fate.NEW, 0, 1, 1));
      } else {
        spans.add(span(i, axis++));
      }
    }
    if (axis > rank || Long.bitCount(ellipsis) > 1) {
      throw node.refusal("takes a part of " + stated + " axes of " + rank);
    }
    while (axis < rank) {
      spans.add(whole(axis++));
    }
    return spans;
  }

  private boolean isNew(int i) {
    return is("new_axis_mask", i) && !is("ellipsis_mask", i);
  }

  private Span span(int i, int axis) {
    if (is("shrink_axis_mask", i)) {
      return new Span(axis, Fate.DROPPED, begin[i], begin[i] + 1, 1);
    }
    if (strides[i] == 0) {
      throw node.refusal("has a stride of 0");
    }
    boolean open = is("begin_mask", i);
    long from = open ? (strides[i] > 0 ? 0 : Span.OPEN) : begin[i];
    long to = is("end_mask", i) ? Span.OPEN : end[i];
    return new Span(axis, Fate.KEPT, from, to, strides[i]);
  }

  private static Span whole(int axis) {
    return new Span(axis, Fate.KEPT, 0, Span.OPEN, 1);
  }

  private boolean is(String mask, int i) {
    return (attributes.integer(mask) >> i & 1) == 1;
  }
}
