package org.graft.tape;

import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;
import org.graft.graph.OneDnnLibrary;

/**
 * A matrix in native memory, row by row, and its products by oneDNN's {@code sgemm}, or OpenBLAS'
 * where the platform has no build of oneDNN.
 *
 * @param step from a row's beginning to the next one's
 */
record Matrix(FloatPointer at, int rows, int columns, int step) {
  static final byte AS_IT_LIES = 'N';
  static final byte TRANSPOSED = 'T';

  Matrix rows(IndexRange some) {
    return new Matrix(from((long) some.from() * step), some.size(), columns, step);
  }

  Matrix columns(IndexRange some) {
    return new Matrix(from(some.from()), rows, some.size(), step);
  }

  private FloatPointer from(long values) {
    return new FloatPointer(at).position(at.position() + values);
  }

  /** {@code this += a b}. */
  void add(Matrix a, Matrix b) {
    multiply(a, AS_IT_LIES, b, AS_IT_LIES, 1);
  }

  /** {@code this += a bᵀ}. */
  void addByTransposed(Matrix a, Matrix b) {
    multiply(a, AS_IT_LIES, b, TRANSPOSED, 1);
  }

  /** {@code this += aᵀ b}, or {@code this = aᵀ b} without {@code more}. */
  void transposedBy(Matrix a, Matrix b, boolean more) {
    multiply(a, TRANSPOSED, b, AS_IT_LIES, more ? 1 : 0);
  }

  private void multiply(Matrix a, byte formA, Matrix b, byte formB, float kept) {
    if (OneDnnLibrary.isPresent()) {
      multiplyByOneDnn(a, formA, b, formB, kept);
    } else {
      multiplyByBlas(a, formA, b, formB, kept);
    }
  }

  /** {@code this = kept this + a b}, each as its form says. */
  void multiplyByOneDnn(Matrix a, byte formA, Matrix b, byte formB, float kept) {
    int inner = inner(a, formA);
    int status =
        dnnl_sgemm(
            formA, formB, rows, columns, inner, 1, a.at, a.step, b.at, b.step, kept, at, step);
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN's sgemm gave " + status);
    }
  }

  void multiplyByBlas(Matrix a, byte formA, Matrix b, byte formB, float kept) {
    cblas_sgemm(
        CblasRowMajor,
        formA == TRANSPOSED ? CblasTrans : CblasNoTrans,
        formB == TRANSPOSED ? CblasTrans : CblasNoTrans,
        rows,
        columns,
        inner(a, formA),
        1,
        a.at,
        a.step,
        b.at,
        b.step,
        kept,
        at,
        step);
  }

  private static int inner(Matrix a, byte form) {
    return form == TRANSPOSED ? a.rows : a.columns;
  }
}
