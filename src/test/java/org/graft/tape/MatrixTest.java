package org.graft.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products by oneDNN and by OpenBLAS, which runs where oneDNN has no build, against plain sums. */
class MatrixTest {
  private static final int ROWS = 7;
  private static final int COLUMNS = 5;
  private static final int INNER = 9;

  /** Columns that lie beside those of a matrix in the same memory. */
  private static final int BESIDE = 3;

  @ParameterizedTest
  @CsvSource({"N, N, 0", "N, N, 1", "T, N, 0", "T, N, 1", "N, T, 1"})
  void bothLibrariesGiveThePlainSums(char formA, char formB, float kept) {
    Random random = new Random(5);
    float[] a = numbers(random, INNER * ROWS + INNER * BESIDE + ROWS * BESIDE);
    float[] b = numbers(random, INNER * COLUMNS + INNER * BESIDE + COLUMNS * BESIDE);
    float[] before = numbers(random, ROWS * (COLUMNS + BESIDE));
    double[] expected = expected(a, formA == 'T', b, formB == 'T', before, kept);
    for (boolean blas : new boolean[] {false, true}) {
      NativeArray into = held(before);
      Matrix left = part(held(a), formA == 'T' ? INNER : ROWS, formA == 'T' ? ROWS : INNER);
      Matrix right = part(held(b), formB == 'T' ? COLUMNS : INNER, formB == 'T' ? INNER : COLUMNS);
      Matrix product = part(into, ROWS, COLUMNS);
      if (blas) {
        product.multiplyByBlas(left, (byte) formA, right, (byte) formB, kept);
      } else {
        product.multiplyByOneDnn(left, (byte) formA, right, (byte) formB, kept);
      }
      float[] found = new float[before.length];
      into.get(new float[][] {found}, found.length, new IndexRange(0, found.length));
      for (int i = 0; i < found.length; i++) {
        assertThat((double) found[i])
            .as("blas %s, %d", blas, i)
            .isCloseTo(expected[i], within(1e-5));
      }
    }
  }

  private static double[] expected(
      float[] a, boolean turnedA, float[] b, boolean turnedB, float[] before, float kept) {
    int stepA = (turnedA ? ROWS : INNER) + BESIDE;
    int stepB = (turnedB ? INNER : COLUMNS) + BESIDE;
    double[] expected = new double[before.length];
    for (int i = 0; i < before.length; i++) {
      int row = i / (COLUMNS + BESIDE);
      int column = i % (COLUMNS + BESIDE);
      double sum = column < COLUMNS ? kept * before[i] : before[i];
      for (int k = 0; column < COLUMNS && k < INNER; k++) {
        sum +=
            (double) a[turnedA ? k * stepA + row : row * stepA + k]
                * b[turnedB ? column * stepB + k : k * stepB + column];
      }
      expected[i] = sum;
    }
    return expected;
  }

  private static float[] numbers(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }

  private static NativeArray held(float... values) {
    NativeArray array = new NativeArray();
    array.ensureCapacity(values.length);
    array.put(new float[][] {values}, values.length, new IndexRange(0, values.length));
    return array;
  }

  private static Matrix part(NativeArray memory, int rows, int columns) {
    return memory.matrix(0, rows, columns + BESIDE).columns(new IndexRange(0, columns));
  }
}
