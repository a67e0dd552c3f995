package org.graft.tape;

/** The part of some things that falls to one of several workers: those from one up to another. */
public record IndexRange(int from, int to) {
  /** The part of {@code worker}, counted from 0. */
  public static IndexRange of(int count, int worker, int workers) {
    return new IndexRange(
        (int) ((long) count * worker / workers), (int) ((long) count * (worker + 1) / workers));
  }

  public int size() {
    return to - from;
  }
}
