package org.graft.tape;

import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Floats in native memory, which grows when more are to be held and is otherwise used again. */
final class NativeArray {
  private FloatPointer memory;
  private @Nullable FloatBuffer buffer;

  NativeArray() {
    memory = new FloatPointer();
  }

  /** As many floats as {@code size}. */
  NativeArray(int size) {
    this();
    ensureCapacity(size);
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

  /** Puts the first {@code size} of {@code values} at an index. */
  void put(int at, float[] values, int size) {
    held().put(at, values, 0, size);
  }

  void get(int at, float[] into, int size) {
    held().get(at, into, 0, size);
  }

  /** Puts some cells of a map where they lie when all lie one behind the other. */
  void put(float[][] cells, int row, IndexRange some) {
    for (int cell = some.from(); cell < some.to(); cell++) {
      put(cell * row, cells[cell], row);
    }
  }

  void get(float[][] cells, int row, IndexRange some) {
    for (int cell = some.from(); cell < some.to(); cell++) {
      get(cell * row, cells[cell], row);
    }
  }

  /** The matrix that begins at an index. */
  Matrix matrix(long from, int rows, int columns) {
    return new Matrix(new FloatPointer(memory).position(from), rows, columns, columns);
  }

  void close() {
    memory.close();
  }
}
