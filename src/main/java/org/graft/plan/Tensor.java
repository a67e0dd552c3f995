package org.graft.plan;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzArray;
import org.graft.storage.NpzFile;
import org.jspecify.annotations.Nullable;

/**
 * Float32 values in C order (last axis fastest), as Keras and NumPy store them. They are at hand,
 * or are read or computed when asked for and then kept only as long as somebody holds them. Holds
 * no native memory; arrays are handed over, not copied.
 */
public final class Tensor {
  private final int[] shape;
  private final float @Nullable [] values;
  private final Supplier<float[]> source;
  private final @Nullable NpzArray stored;
  private WeakReference<float[]> recent = new WeakReference<>(null);

  public Tensor(float[] values, int... shape) {
    this(shape, values, () -> values, null);
    if (size(shape) != values.length) {
      throw new IllegalArgumentException(
          values.length + " values do not fill shape " + Arrays.toString(shape));
    }
  }

  private Tensor(
      int[] shape, float @Nullable [] values, Supplier<float[]> source, @Nullable NpzArray stored) {
    this.shape = shape;
    this.values = values;
    this.source = source;
    this.stored = stored;
  }

  public static Tensor zeros(int... shape) {
    return new Tensor(new float[size(shape)], shape);
  }

  public static Tensor vector(float... values) {
    return new Tensor(values, values.length);
  }

  /** {@code [rows, width]} of rows that are equally long. */
  public static Tensor rows(float[]... rows) {
    int width = rows[0].length;
    float[] values = new float[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * width, width);
    }
    return new Tensor(values, rows.length, width);
  }

  /** An array in a file. */
  public static Tensor of(NpzArray stored) {
    return new Tensor(stored.shape(), null, stored::values, stored);
  }

  /** Values that {@code source} gives, as many as {@code shape} has places, the same every time. */
  public static Tensor computed(Supplier<float[]> source, int... shape) {
    return new Tensor(shape, null, source, null);
  }

  /** A copy of what lies on the first axis from one place up to another. */
  public Tensor part(int from, int to) {
    int[] axes = shape.clone();
    int each = size() / axes[0];
    axes[0] = to - from;
    return new Tensor(Arrays.copyOfRange(values(), from * each, to * each), axes);
  }

  public int[] shape() {
    return shape;
  }

  public int size() {
    return size(shape);
  }

  /**
   * The values; best asked for once and held.
   *
   * @throws org.graft.failure.MalformedFileException if they lie in a file that is damaged
   */
  public float[] values() {
    return values != null ? values : recent();
  }

  private synchronized float[] recent() {
    float[] found = recent.get();
    if (found == null) {
      found = source.get();
      recent = new WeakReference<>(found);
    }
    return found;
  }

  /** The first value that is NaN or an infinity, if there is one. */
  public Optional<Float> firstNotFinite() {
    for (float value : values()) {
      if (!Float.isFinite(value)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** Whether it holds neither NaN nor an infinity. */
  public boolean isFinite() {
    return firstNotFinite().isEmpty();
  }

  /** The array in a file that this is, if it is one. */
  public Optional<NpzArray> stored() {
    return Optional.ofNullable(stored);
  }

  /** SHA-256 of shape and values in {@code .npy} form, known without reading a stored array. */
  public String sha256() {
    return stored()
        .flatMap(NpzArray::sha256)
        .orElseGet(() -> NpzFile.sha256(new NpyArray(values(), shape)));
  }

  private static int size(int... shape) {
    long size = 1;
    for (int axis : shape) {
      size = Math.multiplyExact(size, axis);
    }
    return Math.toIntExact(size);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(values(), that.values());
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values());
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
