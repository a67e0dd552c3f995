package org.graft.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.graft.fixture.DenseHead;
import org.graft.fixture.Formula;
import org.graft.plan.Affine;
import org.graft.plan.BatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadWeightsTest {
  private static final int ROWS = 50;
  private static final int WIDTH = 4;

  @ParameterizedTest
  @CsvSource({Head.HIDDEN + ", 512, 64", Head.LOGITS + ", 64, 200"})
  void kernelsFillGlorotsRangeEvenly(String layer, int in, int out) {
    Tensor kernel = initial(DenseHead.of(200, 64, 0, false), 512).get(layer, Weights.KERNEL);
    assertThat(kernel.shape()).containsExactly(in, out);
    double limit = Math.sqrt(6.0 / (in + out));
    double[] values = doubles(kernel);
    assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow())
        .isBetween(0.98 * limit, limit);
    assertThat(variance(values)).isCloseTo(limit * limit / 3, within(0.03 * limit * limit / 3));
    assertThat(mean(values)).isCloseTo(0, within(0.02 * limit));
  }

  @Test
  void biasesAreZeroAndLayersStandInTheHeadsOrder() {
    Weights weights = initial(DenseHead.of(3, 8, 0, false), 5);
    assertThat(weights.byLayer().keySet()).containsExactly(Head.HIDDEN, Head.LOGITS);
    assertThat(weights.get(Head.HIDDEN, Weights.BIAS)).isEqualTo(Tensor.vector(new float[8]));
    assertThat(weights.get(Head.LOGITS, Weights.BIAS)).isEqualTo(Tensor.vector(new float[3]));
  }

  /** Column 0 is wide, 1 narrow and far from zero, 2 ordinary, 3 constant. */
  private static Tensor features() {
    float[] values = new float[ROWS * WIDTH];
    for (int row = 0; row < ROWS; row++) {
      for (int c = 0; c < WIDTH; c++) {
        double u = 2 * Formula.uniform(c, row) - 1;
        double value =
            switch (c) {
              case 0 -> 30 * u;
              case 1 -> 1000 + u;
              case 2 -> u;
              default -> 0.1;
            };
        values[row * WIDTH + c] = (float) value;
      }
    }
    return new Tensor(values, ROWS, WIDTH);
  }

  @Test
  void momentsAreThoseOfTheColumns() {
    Weights weights = standardized(features());
    double total = 0;
    for (int c = 0; c < WIDTH; c++) {
      double[] column = column(features(), c);
      total += variance(column);
      double mean = weights.get(Head.STANDARDIZE, Weights.MOVING_MEAN).values()[c];
      assertThat(mean).isCloseTo(mean(column), within(1e-6 * (1 + Math.abs(mean(column)))));
    }
    float[] variances = weights.get(Head.STANDARDIZE, Weights.MOVING_VARIANCE).values();
    double least = 1e-4 * total / WIDTH;
    for (int c = 0; c < WIDTH; c++) {
      double expected = Math.max(variance(column(features(), c)), least);
      assertThat((double) variances[c]).isCloseTo(expected, within(1e-5 * expected));
    }
    assertThat(variances[3]).isCloseTo((float) least, within(1e-9f));
  }

  /** Channels in several blocks, images in parts: the sums are made in the order of the images. */
  @Test
  void momentsOfPartsAreThoseOfTheWhole() {
    int width = 700;
    float[] values = new float[9 * width];
    double[] means = new double[width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Formula.uniform(8, i) * (1 + i % width));
      means[i % width] += values[i] / 9.0;
    }
    Tensor whole = new Tensor(values, 9, width);
    List<Tensor> parts = List.of(whole.part(0, 4), whole.part(4, 5), whole.part(5, 9));
    Head head = DenseHead.of(3, 8, 0, true);
    Weights ofParts = head.initial(parts, 9, new Shape(width), new SplittableRandom(1));
    assertThat(ofParts).isEqualTo(standardized(whole));
    float[] found = ofParts.get(Head.STANDARDIZE, Weights.MOVING_MEAN).values();
    for (int c = 0; c < width; c++) {
      assertThat(found[c]).isEqualTo((float) means[c]);
    }
  }

  @Test
  void standardizedFeaturesHaveMeanZeroAndDeviationOne() {
    Tensor features = features();
    Model head = DenseHead.of(3, 8, 0, true).alone(WIDTH, standardized(features));
    Affine affine = head.affine((BatchNorm) head.plan().layer(Head.STANDARDIZE));
    for (int c = 0; c < WIDTH; c++) {
      double[] column = column(features, c);
      for (int row = 0; row < ROWS; row++) {
        column[row] = column[row] * affine.scale()[c] + affine.shift()[c];
      }
      assertThat(mean(column)).isCloseTo(0, within(1e-3));
      assertThat(variance(column)).isCloseTo(c == 3 ? 0 : 1, within(1e-3));
    }
  }

  private static Weights standardized(Tensor features) {
    return DenseHead.of(3, 8, 0, true).initial(features, new SplittableRandom(1));
  }

  private static Weights initial(Head head, int width) {
    return head.initial(new Tensor(new float[2 * width], 2, width), new SplittableRandom(1));
  }

  private static double[] column(Tensor features, int c) {
    return IntStream.range(0, ROWS).mapToDouble(r -> features.values()[r * WIDTH + c]).toArray();
  }

  private static double[] doubles(Tensor tensor) {
    return IntStream.range(0, tensor.size()).mapToDouble(i -> tensor.values()[i]).toArray();
  }

  private static double mean(double... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static double variance(double... values) {
    double mean = mean(values);
    return IntStream.range(0, values.length)
        .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
        .average()
        .orElseThrow();
  }
}
