package org.graft.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.graft.train.optimizer.Lbfgs.Differentiable;
import org.graft.train.optimizer.Lbfgs.Point;
import org.junit.jupiter.api.Test;

/** The least places of functions whose least places are known. */
class LbfgsTest {
  private static final double TOLERANCE = 1e-9;

  /** {@code (x - 3)² + 100 (y + 1)²}. */
  private static final Differentiable VALLEY =
      x -> {
        double a = x[0] - 3;
        double b = x[1] + 1;
        return new Point(x, a * a + 100 * b * b, new double[] {2 * a, 200 * b});
      };

  /** {@code log(1 + e^x) + log(1 + e^-2x)}, whose slope is nothing where e^x (e^2x + 1) = 2. */
  private static final Differentiable LOGISTIC =
      x -> {
        double value = Math.log1p(Math.exp(x[0])) + Math.log1p(Math.exp(-2 * x[0]));
        double slope = 1 / (1 + Math.exp(-x[0])) - 2 / (1 + Math.exp(2 * x[0]));
        return new Point(x, value, new double[] {slope});
      };

  @Test
  void findsTheBottomOfANarrowValley() {
    Point found = new Lbfgs(100, TOLERANCE).minimize(VALLEY, 10, 10);
    assertThat(found.x()).containsExactly(new double[] {3, -1}, within(1e-8));
    assertThat(found.gradientNorm()).isLessThanOrEqualTo(TOLERANCE);
  }

  @Test
  void findsWhereASlopeIsNothing() {
    double x = new Lbfgs(100, TOLERANCE).minimize(LOGISTIC, 5).x()[0];
    assertThat(1 / (1 + Math.exp(-x))).isCloseTo(2 / (1 + Math.exp(2 * x)), within(1e-8));
  }

  @Test
  void staysWhereItIsAtTheBottom() {
    assertThat(new Lbfgs(100, TOLERANCE).minimize(VALLEY, 3, -1).x()).containsExactly(3, -1);
  }

  @Test
  void endsAfterAsManyStepsAsAsked() {
    double begin = VALLEY.at(10, 10).value();
    double one = new Lbfgs(1, TOLERANCE).minimize(VALLEY, 10, 10).value();
    double three = new Lbfgs(3, TOLERANCE).minimize(VALLEY, 10, 10).value();
    assertThat(one).isLessThan(begin);
    assertThat(three).isLessThan(one).isGreaterThan(0);
    assertThat(new Lbfgs(0, TOLERANCE).minimize(VALLEY, 10, 10).value()).isEqualTo(begin);
  }

  /** The second search knows nothing of the first. */
  @Test
  void oneSearchDoesNotDisturbTheNext() {
    Lbfgs lbfgs = new Lbfgs(3, TOLERANCE);
    double[] once = lbfgs.minimize(VALLEY, 10, 10).x();
    assertThat(lbfgs.minimize(VALLEY, 10, 10).x()).isEqualTo(once);
  }
}
