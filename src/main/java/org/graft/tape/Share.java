package org.graft.tape;

/** The part of some things that falls to one of several workers: those from one up to another. */
record Share(int from, int to) {
  static Share of(int count, int worker, int workers) {
    return new Share(count * worker / workers, count * (worker + 1) / workers);
  }

  int size() {
    return to - from;
  }
}
