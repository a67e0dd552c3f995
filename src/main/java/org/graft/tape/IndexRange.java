package org.graft.tape;

/** The part of some things that falls to one of several workers: those from one up to another. */
public record IndexRange(int from, int to) {
  /** The part of {@code worker}, counted from 0. */
  public static IndexRange of(int count, int worker, int workers) {
    return new IndexRange(
        (int) ((long) count * worker / workers), (int) ((long) count * (worker + 1) / workers));
  }

  /** The same of things that each hold {@code each} others. */
  IndexRange times(int each) {
    return new IndexRange(Math.multiplyExact(from, each), Math.multiplyExact(to, each));
  }

  public int size() {
    return to - from;
  }
}
