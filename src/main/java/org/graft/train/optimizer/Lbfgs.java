package org.graft.train.optimizer;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * L-BFGS (Nocedal and Wright 2006, algorithms 7.4 and 7.5) for smooth convex functions, with a line
 * search that halves the step until the function falls enough (Armijo's condition).
 */
public final class Lbfgs {
  private static final int MEMORY = 10;
  private static final double SUFFICIENT = 1e-4;
  private static final int MOST_HALVINGS = 40;

  private final int mostIterations;
  private final double tolerance;
  private final Deque<Pair> pairs = new ArrayDeque<>();

  /**
   * @param mostIterations after which the search ends in any case
   * @param tolerance Euclidean norm of the gradient at which it ends
   */
  public Lbfgs(int mostIterations, double tolerance) {
    this.mostIterations = mostIterations;
    this.tolerance = tolerance;
  }

  /** A function of many variables with its gradient. */
  @FunctionalInterface
  public interface Differentiable {
    Point at(double... x);
  }

  /** A place, the function's value there, and its gradient. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Point(double[] x, double value, double[] gradient) {
    public double gradientNorm() {
      return Math.sqrt(dot(gradient, gradient));
    }
  }

  /** A step that was taken and how the gradient changed by it. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Pair(double[] step, double[] change) {
    double curvature() {
      return dot(step, change);
    }
  }

  /** The least place that the search from {@code start} comes to. */
  public Point minimize(Differentiable function, double... start) {
    pairs.clear();
    Point point = function.at(start);
    for (int i = 0; i < mostIterations && point.gradientNorm() > tolerance; i++) {
      Optional<Point> next = lineSearch(function, point, direction(point.gradient()));
      if (next.isEmpty()) {
        return point;
      }
      remember(point, next.get());
      point = next.get();
    }
    return point;
  }

  /** Minus the inverse Hessian, as far as the last steps tell it, times the gradient. */
  private double[] direction(double... gradient) {
    double[] q = gradient.clone();
    double[] shares = new double[pairs.size()];
    int i = pairs.size();
    for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
      Pair pair = newest.next();
      shares[--i] = dot(pair.step(), q) / pair.curvature();
      add(q, -shares[i], pair.change());
    }
    scale(q, pairs.isEmpty() ? 1 / Math.max(1, norm(gradient)) : typicalCurvature());
    for (Pair pair : pairs) {
      add(q, shares[i++] - dot(pair.change(), q) / pair.curvature(), pair.step());
    }
    scale(q, -1);
    return q;
  }

  private double typicalCurvature() {
    Pair last = pairs.getLast();
    return last.curvature() / dot(last.change(), last.change());
  }

  /** A lower place along the direction, unless rounding hides it. */
  private static Optional<Point> lineSearch(
      Differentiable function, Point from, double... direction) {
    double slope = dot(from.gradient(), direction);
    double length = 1;
    for (int i = 0; i < MOST_HALVINGS; i++) {
      double[] x = from.x().clone();
      add(x, length, direction);
      Point candidate = function.at(x);
      if (candidate.value() <= from.value() + SUFFICIENT * length * slope) {
        return Optional.of(candidate);
      }
      length /= 2;
    }
    return Optional.empty();
  }

  private void remember(Point from, Point to) {
    double[] step = to.x().clone();
    add(step, -1, from.x());
    double[] change = to.gradient().clone();
    add(change, -1, from.gradient());
    Pair pair = new Pair(step, change);
    if (pair.curvature() > 1e-12 * norm(step) * norm(change)) {
      pairs.addLast(pair);
    }
    if (pairs.size() > MEMORY) {
      pairs.removeFirst();
    }
  }

  private static double norm(double... a) {
    return Math.sqrt(dot(a, a));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] of) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * of[i];
    }
  }

  private static void scale(double[] a, double factor) {
    Arrays.setAll(a, i -> a[i] * factor);
  }
}
