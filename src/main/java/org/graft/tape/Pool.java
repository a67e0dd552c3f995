package org.graft.tape;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Arrays that nobody uses at present, so that a network's maps share the memory of a few. */
final class Pool {
  private final Map<Integer, Deque<float[]>> free = new HashMap<>();

  /** An array of that length that holds anything. */
  float[] take(int length) {
    float[] found = free.computeIfAbsent(length, l -> new ArrayDeque<>()).poll();
    return found == null ? new float[length] : found;
  }

  void give(float[] array) {
    free.computeIfAbsent(array.length, l -> new ArrayDeque<>()).push(array);
  }
}
