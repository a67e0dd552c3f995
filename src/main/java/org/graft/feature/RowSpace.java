package org.graft.feature;

import java.nio.file.Path;
import org.graft.plan.Tensor;

/**
 * Where rows are held while they are made: in memory, or in a file where they are too many for it.
 *
 * @param folder where such files are, made when the first is
 * @param mostInMemory values of one list of images at most that are held in memory
 */
public record RowSpace(Path folder, long mostInMemory) {
  private static final int SHARE_OF_HEAP = 4;

  /** A quarter of the heap, and no more than an array has; beyond that the temporary folder. */
  public static final RowSpace USUAL =
      new RowSpace(Path.of(System.getProperty("java.io.tmpdir")), usual());

  private static long usual() {
    long bytes = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    return Math.min(Features.MOST_VALUES, bytes / Float.BYTES);
  }

  /** The same with files elsewhere. */
  public RowSpace in(Path other) {
    return new RowSpace(other, mostInMemory);
  }

  /** The same with no more in memory than {@code values}. */
  public RowSpace atMost(long values) {
    return new RowSpace(folder, Math.min(mostInMemory, values));
  }

  /** Room for so many rows. */
  public RowWriter open(int count, int width) {
    return (long) count * width <= mostInMemory
        ? new MemoryRows(Tensor.zeros(count, width))
        : RowFile.in(folder, count, width);
  }
}
