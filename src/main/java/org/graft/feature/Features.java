package org.graft.feature;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.image.PathList;
import org.graft.plan.Tensor;

/**
 * What the frozen part of a base makes of a list of images.
 *
 * @param matrix one row an image
 * @param labels index of each image's class
 * @param files the images, in the rows' order; those that could not be read are not among them
 */
public record Features(Rows matrix, int[] labels, List<Path> files) {
  /** Values of an array in Java at most. */
  static final int MOST_VALUES = Integer.MAX_VALUE - 8;

  /**
   * Values that are read from the disk at once: no more than fit among Java's young objects, since
   * longer arrays are cleared and given back one by one, which takes longer than to read them.
   */
  private static final int PART_VALUES = 1 << 20;

  public Features {
    files = PathList.copyOf(files);
  }

  /**
   * Of values in memory.
   *
   * @param values {@code [n, width]} float32, one row an image
   */
  public Features(Tensor values, int[] labels, List<Path> files) {
    this(new MemoryRows(values), labels, files);
  }

  /**
   * Refuses what one array of floats cannot hold.
   *
   * @param images number of images
   * @param width values of each
   * @throws InputException if they are 2^31 values or more
   */
  static void requireOneArray(long images, long width) {
    if (images * width > MOST_VALUES) {
      throw new InputException(
          ("%,d images of %,d values each are %,d values, and at most %,d can be looked at"
                  + " at once: take %,d images, or a later layer (%s)")
              .formatted(
                  images,
                  width,
                  images * width,
                  MOST_VALUES,
                  MOST_VALUES / width,
                  Hint.FINE_TUNE_FROM));
    }
  }

  /** The rows of all parts, one part behind another; those on the disk are not copied. */
  public static Features joined(List<Features> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Rows rows = new JoinedRows(parts.stream().map(Features::matrix).toList());
    int[] labels = parts.stream().flatMapToInt(part -> Arrays.stream(part.labels())).toArray();
    List<Path> files = PathList.of(parts.stream().flatMap(part -> part.files().stream()));
    return new Features(rows.areStored() ? rows : new MemoryRows(rows.whole()), labels, files);
  }

  /** Some of the rows, in the order asked for; those on the disk are not copied. */
  public Features rows(int... chosen) {
    Rows some = new ChosenRows(matrix, chosen);
    return new Features(
        some.areStored() ? some : new MemoryRows(some.whole()),
        Arrays.stream(chosen).map(row -> labels[row]).toArray(),
        PathList.of(Arrays.stream(chosen).mapToObj(files::get)));
  }

  /**
   * All values, {@code [n, width]} float32.
   *
   * @throws InputException if they lie on the disk and one array cannot hold them
   */
  public Tensor values() {
    return matrix.whole();
  }

  /** The values in order, part by part: all of them at once where they are in memory. */
  public Iterable<Tensor> parts() {
    int rows = matrix.areStored() ? Math.max(1, PART_VALUES / width()) : Math.max(1, count());
    return () ->
        IntStream.iterate(0, from -> from < count(), from -> from + rows)
            .mapToObj(from -> part(from, rows))
            .iterator();
  }

  private Tensor part(int from, int rows) {
    return matrix.areStored() ? matrix.part(from, Math.min(count(), from + rows)) : values();
  }

  public int count() {
    return labels.length;
  }

  public int width() {
    return matrix.width();
  }
}
