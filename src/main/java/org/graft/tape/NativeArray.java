package org.graft.tape;

import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.graft.plan.Affine;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Floats in native memory, which grows when more are to be held and is otherwise used again. */
final class NativeArray {
  private FloatPointer memory;
  private @Nullable FloatBuffer buffer;

  NativeArray() {
    memory = new FloatPointer();
  }

  /** The memory of {@code array}, which lies in order and must outlive this. */
  NativeArray(INDArray array) {
    memory = new FloatPointer(array.data().pointer());
  }

  /** Makes room; what was held is lost when there was not enough. */
  void ensureCapacity(int size) {
    if (memory.capacity() < size) {
      memory.close();
      memory = new FloatPointer(size);
      buffer = memory.asBuffer();
    }
  }

  void zero(int at, int size) {
    Pointer.memset(memory.getPointer(at), 0, (long) size * Float.BYTES);
  }

  private FloatBuffer held() {
    return Objects.requireNonNull(buffer, "no memory of its own");
  }

  /** Puts some values of a map, all of whose cells lie one behind the other. */
  void put(float[][] cells, int row, IndexRange some) {
    forEachCell(
        row, some, (cell, first, size) -> held().put(cell * row + first, cells[cell], first, size));
  }

  /**
   * Puts vectors of some images, whose values are scaled and shifted on their way.
   *
   * @param vectors {@code [n, channels]}
   */
  void put(float[] vectors, Affine scaling, IndexRange images) {
    int channels = scaling.scale().length;
    float[] made = new float[channels];
    for (int image = images.from(); image < images.to(); image++) {
      System.arraycopy(vectors, image * channels, made, 0, channels);
      scaling.apply(made);
      held().put(image * channels, made, 0, channels);
    }
  }

  void get(float[][] cells, int row, IndexRange some) {
    forEachCell(
        row, some, (cell, first, size) -> held().get(cell * row + first, cells[cell], first, size));
  }

  private static void forEachCell(int row, IndexRange some, PartOfCell work) {
    for (int at = some.from(); at < some.to(); ) {
      int first = at % row;
      int size = Math.min(row - first, some.to() - at);
      work.accept(at / row, first, size);
      at += size;
    }
  }

  /** Values of a cell that lie one behind the other. */
  private interface PartOfCell {
    void accept(int cell, int first, int size);
  }

  /** The matrix that begins at an index. */
  Matrix matrix(long from, int rows, int columns) {
    return new Matrix(new FloatPointer(memory).position(from), rows, columns, columns);
  }

  void close() {
    memory.close();
  }
}
