package org.graft.audit;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Numbers joined into sets by any threads at once, without locks. A set is named by its least
 * member, so that the outcome does not hang on the order of joining.
 */
final class DisjointSets {
  private final AtomicIntegerArray parents;

  /** Every number from 0 in a set of its own. */
  DisjointSets(int count) {
    parents = new AtomicIntegerArray(count);
    for (int i = 0; i < count; i++) {
      parents.setPlain(i, i);
    }
  }

  /** The least member known of a number's set; that of all once nobody joins any more. */
  int find(int number) {
    int at = number;
    int parent = parents.get(at);
    while (parent != at) {
      int above = parents.get(parent);
      parents.compareAndSet(at, parent, above);
      at = above;
      parent = parents.get(at);
    }
    return at;
  }

  /** Makes one of the sets of two numbers. */
  void join(int one, int other) {
    while (true) {
      int a = find(one);
      int b = find(other);
      if (a == b || parents.compareAndSet(Math.max(a, b), Math.max(a, b), Math.min(a, b))) {
        return;
      }
    }
  }

  /** The least member of each number's set. */
  int[] all() {
    int[] all = new int[parents.length()];
    for (int i = 0; i < all.length; i++) {
      all[i] = find(i);
    }
    return all;
  }
}
