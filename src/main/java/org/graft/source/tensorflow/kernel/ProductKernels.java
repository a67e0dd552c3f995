package org.graft.source.tensorflow.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Products of matrices, one or many, and sums of products along named axes of two arrays, as {@code
 * tf.einsum} documents them.
 */
final class ProductKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put("MatMul", Kernel.of(ProductKernels::matMul));
    TABLE.put("BatchMatMul", Kernel.of(ProductKernels::batchMatMul));
    TABLE.put("BatchMatMulV2", Kernel.of(ProductKernels::batchMatMul));
    TABLE.put("BatchMatMulV3", Kernel.of(ProductKernels::batchMatMul));
    TABLE.put("Einsum", Kernel.of(ProductKernels::einsum));
  }

  private ProductKernels() {}

  private static Array matMul(Call c) {
    Array a = c.flag("transpose_a") ? turned(c.input(0)) : c.input(0);
    Array b = c.flag("transpose_b") ? turned(c.input(1)) : c.input(1);
    if (a.rank() != 2 || b.rank() != 2) {
      throw new IllegalArgumentException("a product of " + a + " and " + b);
    }
    return products(a, b);
  }

  private static Array turned(Array x) {
    int last = x.place(-1);
    int row = x.place(-2);
    return x.transposed(
        IntStream.rangeClosed(0, last).map(i -> i < row ? i : row + last - i).toArray());
  }

  private static Array batchMatMul(Call c) {
    Array a = c.flag("adj_x") ? turned(c.input(0)) : c.input(0);
    Array b = c.flag("adj_y") ? turned(c.input(1)) : c.input(1);
    int[] batch =
        BinaryKernels.stretched(
            Arrays.copyOf(a.shape(), a.rank() - 2), Arrays.copyOf(b.shape(), b.rank() - 2));
    return products(stretched(a, batch), stretched(b, batch));
  }

  private static Array stretched(Array x, int... batch) {
    IntStream own = IntStream.of(x.axis(-2), x.axis(-1));
    return ShapeKernels.stretched(x, IntStream.concat(Arrays.stream(batch), own).toArray());
  }

  /** {@code [.., rows, depth] x [.., depth, columns]}, all further axes alike. */
  static Array products(Array a, Array b) {
    int rows = a.axis(-2);
    int depth = a.axis(-1);
    int columns = b.axis(-1);
    if (depth != b.axis(-2)) {
      throw new IllegalArgumentException("a product of " + a + " and " + b);
    }
    int[] shape = a.shape().clone();
    shape[shape.length - 1] = columns;
    float[] values = new float[Array.size(shape)];
    for (int i = 0; i < values.length / Math.max(1, rows * columns); i++) {
      float[] product =
          product(
              Arrays.copyOfRange(a.values(), i * rows * depth, (i + 1) * rows * depth),
              Arrays.copyOfRange(b.values(), i * depth * columns, (i + 1) * depth * columns),
              rows,
              depth,
              columns);
      System.arraycopy(product, 0, values, i * rows * columns, product.length);
    }
    return Array.of(values, shape);
  }

  /** {@code [rows, depth] x [depth, columns]}. */
  static float[] product(float[] a, float[] b, int rows, int depth, int columns) {
    if (rows == 0 || depth == 0 || columns == 0) {
      return new float[rows * columns];
    }
    try (INDArray left = Nd4j.create(a, new long[] {rows, depth}, 'c');
        INDArray right = Nd4j.create(b, new long[] {depth, columns}, 'c');
        INDArray product = Nd4j.gemm(left, right, false, false)) {
      return product.dup('c').data().asFloat();
    }
  }

  private static Array einsum(Call c) {
    String[] terms = c.text("equation").replace(" ", "").split(",|->", -1);
    if (terms.length != 3 || c.inputs().size() != 2) {
      throw new IllegalArgumentException(c.text("equation") + " is no product of two arrays");
    }
    String spread = letters(c, terms);
    String first = terms[0].replace("...", spread);
    String second = terms[1].replace("...", spread);
    String result = terms[2].replace("...", spread);
    Map<Integer, Integer> lengths = new HashMap<>();
    measure(lengths, first, c.input(0));
    measure(lengths, second, c.input(1));
    String places = common(first, second, result, true);
    String summed = common(first, second, result, false);
    String rows = without(first, places + summed);
    String columns = without(second, places + summed);
    if (!sorted(places + rows + columns).equals(sorted(result))) {
      throw new IllegalArgumentException(c.text("equation") + " sums within one array");
    }
    int count = size(lengths, places);
    int height = size(lengths, rows);
    int depth = size(lengths, summed);
    int width = size(lengths, columns);
    Array left = ordered(c.input(0), first, places + rows + summed).shaped(count, height, depth);
    Array right = ordered(c.input(1), second, places + summed + columns);
    Array made = products(left, right.shaped(count, depth, width));
    String own = places + rows + columns;
    return ordered(made.shaped(lengths(lengths, own)), own, result);
  }

  /** A name for each axis that an ellipsis stands for: capitals that no term has. */
  private static String letters(Call c, String... terms) {
    int axes = 0;
    for (int i = 0; i < 2; i++) {
      if (terms[i].contains("...")) {
        axes = Math.max(axes, c.input(i).rank() - (terms[i].length() - 3));
      }
    }
    String used = String.join("", terms);
    String all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    return text(without(all, used).chars().limit(axes));
  }

  private static void measure(Map<Integer, Integer> lengths, String term, Array array) {
    if (term.length() != array.rank() || term.chars().distinct().count() != term.length()) {
      throw new IllegalArgumentException(array + " has other axes than " + term);
    }
    for (int i = 0; i < term.length(); i++) {
      Integer known = lengths.putIfAbsent((int) term.charAt(i), array.axis(i));
      if (known != null && known != array.axis(i)) {
        throw new IllegalArgumentException(
            "axis " + term.charAt(i) + " is " + known + " and " + array.axis(i) + " long");
      }
    }
  }

  private static String common(String first, String second, String result, boolean kept) {
    return text(
        first.chars().filter(l -> second.indexOf(l) >= 0 && result.indexOf(l) >= 0 == kept));
  }

  private static String without(String term, String letters) {
    return text(term.chars().filter(l -> letters.indexOf(l) < 0));
  }

  private static String sorted(String letters) {
    return text(letters.chars().sorted());
  }

  private static String text(IntStream letters) {
    return letters.mapToObj(Character::toString).collect(Collectors.joining());
  }

  private static int[] lengths(Map<Integer, Integer> lengths, String letters) {
    return letters.chars().map(lengths::get).toArray();
  }

  private static int size(Map<Integer, Integer> lengths, String letters) {
    return Array.size(lengths(lengths, letters));
  }

  private static Array ordered(Array array, String own, String wanted) {
    return array.transposed(wanted.chars().map(own::indexOf).toArray());
  }
}
