package org.graft.gradient;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Floats in native memory, which grows when more are put in and is otherwise used again. */
final class NativeArray {
  private FloatPointer memory;

  NativeArray() {
    memory = new FloatPointer();
  }

  /** The memory of {@code array}, which lies in order and must outlive this. */
  NativeArray(INDArray array) {
    memory = new FloatPointer(array.data().pointer());
  }

  void put(float[] values, int size) {
    hold(size);
    memory.position(0).put(values, 0, size);
  }

  void get(float[] into, int size) {
    memory.position(0).get(into, 0, size);
  }

  void zero(int size) {
    hold(size);
    Pointer.memset(memory.position(0), 0, (long) size * Float.BYTES);
  }

  private void hold(int size) {
    if (memory.capacity() < size) {
      memory.close();
      memory = new FloatPointer(size);
    }
  }

  /** The matrix that begins at an index; good until this is used again. */
  Matrix matrix(long from, int rows, int columns) {
    return new Matrix(memory.position(from), rows, columns);
  }
}
