package org.graft.tape;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;

/** A matrix in native memory, row by row without gaps, and its products by BLAS' {@code sgemm}. */
record Matrix(FloatPointer at, int rows, int columns) {
  /** {@code this += a b}. */
  void add(Matrix a, Matrix b) {
    multiply(a, CblasNoTrans, b, CblasNoTrans, 1);
  }

  /** {@code this = a b}. */
  void set(Matrix a, Matrix b) {
    multiply(a, CblasNoTrans, b, CblasNoTrans, 0);
  }

  /** {@code this += a bᵀ}. */
  void addByTransposed(Matrix a, Matrix b) {
    multiply(a, CblasNoTrans, b, CblasTrans, 1);
  }

  /** {@code this += aᵀ b}, or {@code this = aᵀ b} without {@code more}. */
  void transposedBy(Matrix a, Matrix b, boolean more) {
    multiply(a, CblasTrans, b, CblasNoTrans, more ? 1 : 0);
  }

  private void multiply(Matrix a, int formA, Matrix b, int formB, float kept) {
    int inner = formA == CblasTrans ? a.rows : a.columns;
    cblas_sgemm(
        CblasRowMajor,
        formA,
        formB,
        rows,
        columns,
        inner,
        1,
        a.at,
        a.columns,
        b.at,
        b.columns,
        kept,
        at,
        columns);
  }
}
