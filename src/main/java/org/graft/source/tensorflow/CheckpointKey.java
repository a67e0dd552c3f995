package org.graft.source.tensorflow;

import java.util.Arrays;
import org.graft.failure.UnsupportedModelException;

/**
 * Where a checkpoint holds a variable's value.
 *
 * @param slice which part of the array it is, as restore operations write it, such as {@code 8 4
 *     0,4:-}: all axes' lengths, then first place and length, or all, of each; empty for the whole
 */
record CheckpointKey(String name, String slice) {

  /** A whole array. */
  static CheckpointKey of(String name) {
    return new CheckpointKey(name, "");
  }

  /** The part of {@code whole} that this is. */
  Literal of(Literal whole) {
    if (slice.isEmpty()) {
      return whole;
    }
    String[] extents = slice.substring(slice.lastIndexOf(' ') + 1).split(":");
    if (extents.length != whole.shape().length) {
      throw new UnsupportedModelException(
          "variable " + name + " is part " + slice + " of " + whole);
    }
    int[] begin = new int[extents.length];
    int[] shape = whole.shape().clone();
    for (int i = 0; i < begin.length; i++) {
      if (!extents[i].equals("-")) {
        int[] extent = extent(extents[i]);
        begin[i] = extent[0];
        shape[i] = extent[1];
      }
    }
    return Partitions.part(whole, begin, shape);
  }

  private int[] extent(String text) {
    try {
      int[] extent = Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
      if (extent.length == 2) {
        return extent;
      }
      throw new NumberFormatException(text);
    } catch (NumberFormatException e) {
      throw new UnsupportedModelException("variable " + name + " is part " + slice, e);
    }
  }
}
