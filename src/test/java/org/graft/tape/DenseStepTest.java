package org.graft.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.fixture.Formula;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Activation;
import org.graft.plan.Affine;
import org.graft.plan.BatchNorm;
import org.graft.plan.Dense;
import org.graft.plan.Input;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Two dense layers on standardised vectors, held against plain sums in float64. */
class DenseStepTest {
  private static final BatchNorm NORM = new BatchNorm("norm", "x", 1e-3, true, true);

  /** Rows are shared out, or columns, or the products are too few; the second passes on. */
  @ParameterizedTest
  @CsvSource({"96, 1200, 40, 700", "97, 1201, 41, 30", "8, 2048, 160, 2", "3, 5, 4, 3"})
  void givesThePlainSumsThereAndBack(int images, int width, int hidden, int units) {
    Model model = model(width, hidden, units);
    double[] x = standardized(model, images, width);
    double[] kernel = doubles(model, "first", Weights.KERNEL);
    double[] bias = doubles(model, "first", Weights.BIAS);
    double[] secondKernel = doubles(model, "second", Weights.KERNEL);
    double[] made = product(x, images, width, kernel, hidden, bias);
    double[] expected =
        product(made, images, hidden, secondKernel, units, doubles(model, "second", Weights.BIAS));
    double[] gradient = numbers(3, images * units);
    double[] back =
        product(
            gradient,
            images,
            units,
            turned(secondKernel, hidden, units),
            hidden,
            new double[hidden]);
    try (TrainableNetwork tape = TrainableNetwork.of(model, Set.of()).orElseThrow()) {
      for (int repetition = 0; repetition < 2; repetition++) {
        assertClose(tape.forward(Map.of("x", batch(images, width)), Map.of()), expected);
        Map<String, INDArray> found = tape.backward(gradient);
        assertClose(
            found,
            "second",
            Weights.KERNEL,
            product(
                turned(made, images, hidden), hidden, images, gradient, units, new double[units]));
        assertClose(found, "second", Weights.BIAS, sums(gradient, units));
        assertClose(
            found,
            "first",
            Weights.KERNEL,
            product(turned(x, images, width), width, images, back, hidden, new double[hidden]));
        assertClose(found, "first", Weights.BIAS, sums(back, hidden));
      }
    }
  }

  private static Model model(int width, int hidden, int units) {
    Plan plan =
        new Plan(
            List.of(
                new Input("x", new Shape(width)),
                NORM,
                new Dense("first", "norm", hidden, true, Activation.LINEAR),
                new Dense("second", "first", units, true, Activation.LINEAR)));
    return new Model(plan, Formula.weights(plan));
  }

  private static Tensor batch(int images, int width) {
    double[] numbers = numbers(1, images * width);
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers[i];
    }
    return new Tensor(values, images, width);
  }

  private static double[] standardized(Model model, int images, int width) {
    Affine affine = model.affine(NORM);
    double[] x = numbers(1, images * width);
    for (int i = 0; i < x.length; i++) {
      x[i] = x[i] * affine.scale()[i % width] + affine.shift()[i % width];
    }
    return x;
  }

  private static double[] numbers(int kind, int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = Formula.uniform(kind, i) - 0.5;
    }
    return numbers;
  }

  private static double[] doubles(Model model, String layer, String name) {
    float[] values = model.weights().get(layer, name).values();
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** {@code [rows, inner] [inner, columns] + bias}. */
  private static double[] product(
      double[] a, int rows, int inner, double[] b, int columns, double... bias) {
    double[] product = new double[rows * columns];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(bias, 0, product, row * columns, columns);
      for (int k = 0; k < inner; k++) {
        for (int column = 0; column < columns; column++) {
          product[row * columns + column] += a[row * inner + k] * b[k * columns + column];
        }
      }
    }
    return product;
  }

  private static double[] turned(double[] matrix, int rows, int columns) {
    double[] turned = new double[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      turned[i % columns * rows + i / columns] = matrix[i];
    }
    return turned;
  }

  private static double[] sums(double[] matrix, int columns) {
    double[] sums = new double[columns];
    for (int i = 0; i < matrix.length; i++) {
      sums[i % columns] += matrix[i];
    }
    return sums;
  }

  private static void assertClose(
      Map<String, INDArray> found, String layer, String name, double... expected) {
    INDArray array = found.get(SameDiffNetwork.variable(layer, name));
    assertClose(SameDiffNetwork.fromNative(array), expected);
  }

  /** To a millionth or so of the greatest value. */
  private static void assertClose(Tensor found, double... expected) {
    double greatest = 0;
    for (double value : expected) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    assertThat(found.size()).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found.values()[i]).isCloseTo(expected[i], within(5e-6 * greatest));
    }
  }
}
