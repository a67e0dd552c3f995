package org.graft.audit;

import java.util.Arrays;

/** Pictures of one set, in ascending order of their places along the first direction. */
final class SortedPictures {
  private int[] members = new int[4];
  private int size;

  SortedPictures(int first) {
    add(first);
  }

  void add(int picture) {
    members = size == members.length ? Arrays.copyOf(members, 2 * size) : members;
    members[size++] = picture;
  }

  int first() {
    return members[0];
  }

  int last() {
    return members[size - 1];
  }

  /** Whether one of those that are not too far before {@code picture} is near it. */
  boolean holdsNear(int picture, NearTest likeness) {
    for (int k = size - 1; k >= 0 && likeness.isWithin(members[k], picture); k--) {
      if (likeness.isNear(members[k], picture)) {
        return true;
      }
    }
    return false;
  }
}
