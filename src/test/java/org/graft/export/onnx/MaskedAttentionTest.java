package org.graft.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.graft.api.Graft;
import org.graft.failure.UnsupportedModelException;
import org.graft.runtime.OnnxFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Attention to some keys only, in ND4J and in ONNX Runtime, held against sums in float64 that leave
 * the other keys out altogether.
 */
class MaskedAttentionTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-5);
  private static final int BATCH = 2;
  private static final int WIDTH = 6;
  private static final int QUERIES = 3;
  private static final int KEYS = 5;
  private static final int VALUES = 4;

  /** Padding at the end, and keys left out here and there. */
  private static final int[][] MASK = {{1, 1, 1, 0, 0}, {0, 1, 0, 1, 1}};

  @TempDir Path folder;

  private final SameDiff graph = SameDiff.create();
  private final Map<String, INDArray> examples = new LinkedHashMap<>();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keysWithZeroTakeNoPart(boolean scaled) {
    SDVariable queries = drawn("queries", WIDTH, QUERIES);
    SDVariable keys = drawn("keys", WIDTH, KEYS);
    SDVariable values = drawn("values", VALUES, KEYS);
    graph.nn().dotProductAttention("out", queries, keys, values, mask(), scaled);
    double[][][] expected = new double[BATCH][][];
    for (int b = 0; b < BATCH; b++) {
      expected[b] = attention(at("queries", b), at("keys", b), at("values", b), MASK[b], scaled);
    }
    requireBoth(expected);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachHeadLeavesThemOut(boolean scaled) {
    SDVariable queries = drawn("queries", WIDTH, QUERIES);
    SDVariable keys = drawn("keys", WIDTH, KEYS);
    SDVariable values = drawn("values", VALUES, KEYS);
    INDArray[] projections = {weight(2, 3, WIDTH), weight(2, 3, WIDTH), weight(2, 3, VALUES)};
    INDArray last = weight(6, 7);
    graph
        .nn()
        .multiHeadDotProductAttention(
            "out",
            queries,
            keys,
            values,
            graph.constant("wq", projections[0]),
            graph.constant("wk", projections[1]),
            graph.constant("wv", projections[2]),
            graph.constant("wo", last),
            mask(),
            scaled);
    double[][][] expected = new double[BATCH][7][QUERIES];
    for (int b = 0; b < BATCH; b++) {
      for (int head = 0; head < 2; head++) {
        double[][] found =
            attention(
                product(matrix(projections[0], head), at("queries", b)),
                product(matrix(projections[1], head), at("keys", b)),
                product(matrix(projections[2], head), at("values", b)),
                MASK[b],
                scaled);
        for (int out = 0; out < 7; out++) {
          for (int query = 0; query < QUERIES; query++) {
            for (int row = 0; row < 3; row++) {
              expected[b][out][query] += last.getDouble(head * 3 + row, out) * found[row][query];
            }
          }
        }
      }
    }
    requireBoth(expected);
  }

  @Test
  void masksOfOtherAxesAreRefused() {
    SDVariable queries = drawn("queries", WIDTH, QUERIES);
    SDVariable keys = drawn("keys", WIDTH, KEYS);
    SDVariable values = drawn("values", VALUES, KEYS);
    SDVariable mask = graph.expandDims(mask(), 2);
    graph.nn().dotProductAttention("out", queries, keys, values, mask, true);
    Path file = folder.resolve("refused.onnx");
    assertThatThrownBy(() -> Graft.exportOnnx(graph, examples, List.of("out"), file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("is given a mask that is not [batch, keys]");
    assertThat(folder).isEmptyDirectory();
  }

  private void requireBoth(double[][][] expected) {
    INDArray own = graph.output(examples, "out").get("out");
    Path file = folder.resolve("attention.onnx");
    Graft.exportOnnx(graph, examples, List.of("out"), file);
    Map<String, OnnxFunction.OnnxArray> inputs = new LinkedHashMap<>();
    examples.forEach((name, array) -> inputs.put(name, onnx(array)));
    double[] found;
    try (OnnxFunction function = OnnxFunction.open(file)) {
      ByteBuffer bytes = function.run(inputs).get("out").bytes();
      found = new double[bytes.remaining() / Float.BYTES];
      for (int i = 0; i < found.length; i++) {
        found[i] = bytes.getFloat(i * Float.BYTES);
      }
    }
    double[] flat =
        Arrays.stream(expected).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).toArray();
    assertThat(own.dup('c').data().asDouble()).containsExactly(flat, CLOSE);
    assertThat(found).containsExactly(flat, CLOSE);
  }

  private static OnnxFunction.OnnxArray onnx(INDArray array) {
    float[] values = array.dup('c').data().asFloat();
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(values);
    return new OnnxFunction.OnnxArray(1, array.shape(), bytes);
  }

  /** {@code [values, queries]} of {@code [width, queries], [width, keys], [values, keys]}. */
  private static double[][] attention(
      double[][] queries, double[][] keys, double[][] values, int[] mask, boolean scaled) {
    double[][] out = new double[values.length][queries[0].length];
    for (int query = 0; query < queries[0].length; query++) {
      double[] shares = new double[mask.length];
      double sum = 0;
      for (int key = 0; key < mask.length; key++) {
        double score = 0;
        for (int i = 0; i < queries.length; i++) {
          score += queries[i][query] * keys[i][key];
        }
        shares[key] =
            mask[key] == 0 ? 0 : Math.exp(scaled ? score / Math.sqrt(queries.length) : score);
        sum += shares[key];
      }
      for (int row = 0; row < values.length; row++) {
        for (int key = 0; key < mask.length; key++) {
          out[row][query] += values[row][key] * shares[key] / sum;
        }
      }
    }
    return out;
  }

  private static double[][] product(double[][] left, double[][] right) {
    double[][] product = new double[left.length][right[0].length];
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < right[0].length; j++) {
        for (int k = 0; k < right.length; k++) {
          product[i][j] += left[i][k] * right[k][j];
        }
      }
    }
    return product;
  }

  private double[][] at(String name, int example) {
    return matrix(examples.get(name), example);
  }

  private static double[][] matrix(INDArray arrays, int index) {
    INDArray array = arrays.tensorAlongDimension(index, 1, 2);
    double[][] matrix = new double[(int) array.size(0)][(int) array.size(1)];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[i].length; j++) {
        matrix[i][j] = array.getDouble(i, j);
      }
    }
    return matrix;
  }

  private SDVariable drawn(String name, int rows, int columns) {
    examples.put(name, weight(BATCH, rows, columns));
    return graph.placeHolder(name, DataType.FLOAT, -1, rows, columns);
  }

  private static INDArray weight(long... axes) {
    return Nd4j.rand(DataType.FLOAT, axes).mul(2).sub(1);
  }

  private SDVariable mask() {
    examples.put("mask", Nd4j.createFromArray(MASK).castTo(DataType.FLOAT));
    return graph.placeHolder("mask", DataType.FLOAT, -1, KEYS);
  }
}
