package org.graft.graph;

import java.util.Arrays;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Plan;
import org.graft.plan.Rescale;
import org.graft.plan.Tensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.ops.SDLoss;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a training minimises: the mean over a batch of what each image costs times its weight, by
 * logits {@code [n, outputs]} and targets of that shape. In SameDiff's operations and by hand.
 */
public enum Criterion {
  /** Cross-entropy of softmax, in nats; each row of targets sums to 1. */
  SOFTMAX(SDLoss::softmaxCrossEntropy) {
    @Override
    SDVariable each(SameDiff graph, SDVariable weights) {
      return weights;
    }

    @Override
    double image(Row row, double weight, double... gradient) {
      double scale = row.logSumExp();
      double sum = 0;
      for (int j = row.from; j < row.to; j++) {
        double logProbability = row.values[j] - scale;
        sum -= weight * row.targets[j] * logProbability;
        gradient[j] = (Math.exp(logProbability) - row.targets[j]) * weight / row.images;
      }
      return sum;
    }

    @Override
    double image(Row row) {
      double sum = 0;
      for (int j = row.from; j < row.to; j++) {
        sum -= row.targets[j] * Math.log(Math.max(row.values[j], LEAST));
      }
      return sum;
    }
  },
  /**
   * Cross-entropy of independent sigmoids, in nats, the mean over the outputs: Keras' {@code
   * BinaryCrossentropy}.
   */
  SIGMOID(SDLoss::sigmoidCrossEntropy) {
    @Override
    double image(Row row, double weight, double... gradient) {
      int outputs = row.to - row.from;
      double sum = 0;
      for (int j = row.from; j < row.to; j++) {
        double x = row.values[j];
        sum += Math.max(x, 0) - x * row.targets[j] + Math.log1p(Math.exp(-Math.abs(x)));
        double probability = 1 / (1 + Math.exp(-x));
        gradient[j] = (probability - row.targets[j]) * weight / outputs / row.images;
      }
      return weight * sum / outputs;
    }

    @Override
    double image(Row row) {
      double sum = 0;
      for (int j = row.from; j < row.to; j++) {
        double p = row.values[j];
        double target = row.targets[j];
        sum -= target * Math.log(Math.max(p, LEAST));
        sum -= (1 - target) * Math.log(Math.max(1 - p, LEAST));
      }
      return sum / (row.to - row.from);
    }
  },
  /** Squares of differences, the mean over the outputs: Keras' {@code MeanSquaredError}. */
  SQUARED(SDLoss::meanSquaredError) {
    @Override
    double of(double difference) {
      return difference * difference;
    }

    @Override
    double slope(double difference) {
      return 2 * difference;
    }
  },
  /**
   * Half the squares of differences up to 1, and beyond it differences less a half, the mean over
   * the outputs: Keras' {@code Huber} (Huber 1964).
   */
  HUBER(
      (loss, name, targets, logits, weights) -> loss.huberLoss(name, targets, logits, weights, 1)) {
    @Override
    double of(double difference) {
      double size = Math.abs(difference);
      return size <= 1 ? difference * difference / 2 : size - HALF;
    }

    @Override
    double slope(double difference) {
      return Math.max(-1, Math.min(1, difference));
    }
  };

  @SuppressWarnings("ImmutableEnumChecker")
  private final InGraph inGraph;

  Criterion(InGraph inGraph) {
    this.inGraph = inGraph;
  }

  /** The mean by weights as the operation takes them. */
  private interface InGraph {
    SDVariable loss(
        SDLoss graph, String name, SDVariable targets, SDVariable logits, SDVariable weights);
  }

  private static final double HALF = 0.5;

  private static final float LEAST = Float.MIN_NORMAL;

  /** The one that goes with the layer that a plan ends in. */
  public static Criterion of(Plan plan) {
    if (plan.output() instanceof Rescale) {
      return SQUARED;
    }
    return plan.output() instanceof Activate last && last.activation() == Activation.SIGMOID
        ? SIGMOID
        : SOFTMAX;
  }

  /** One image's logits, or probabilities, and targets. */
  @SuppressWarnings("ArrayRecordComponent")
  record Row(double[] values, float[] targets, int from, int to, int images) {
    double logSumExp() {
      double most = Double.NEGATIVE_INFINITY;
      for (int j = from; j < to; j++) {
        most = Math.max(most, values[j]);
      }
      double sum = 0;
      for (int j = from; j < to; j++) {
        sum += Math.exp(values[j] - most);
      }
      return most + Math.log(sum);
    }
  }

  /**
   * A batch's cost.
   *
   * @param mean over the images
   * @param gradient {@code [n, outputs]}, of the mean by the logits
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Cost(double mean, double[] gradient) {}

  /**
   * The mean as a variable of that name.
   *
   * @param weights {@code [n]}, how much each image counts
   */
  public SDVariable in(
      SameDiff graph, String name, SDVariable targets, SDVariable logits, SDVariable weights) {
    return inGraph.loss(graph.loss(), name, targets, logits, each(graph, weights));
  }

  /** The same of images that count the same. */
  public SDVariable in(SameDiff graph, String name, SDVariable targets, SDVariable logits) {
    SDVariable weight = graph.constant(SameDiffNetwork.variable(name, "weight"), Nd4j.scalar(1f));
    return inGraph.loss(graph.loss(), name, targets, logits, weight);
  }

  /** Weights {@code [n]} as the loss takes them. */
  SDVariable each(SameDiff graph, SDVariable weights) {
    return graph.expandDims(weights, 1);
  }

  /** What one output costs by its difference from the target, where that alone counts. */
  double of(double difference) {
    throw new UnsupportedOperationException(this + " is no function of differences");
  }

  /** The derivative of {@link #of(double)}. */
  double slope(double difference) {
    throw new UnsupportedOperationException(this + " is no function of differences");
  }

  /** What an image costs; its part of the gradient of the mean goes into {@code gradient}. */
  double image(Row row, double weight, double... gradient) {
    int outputs = row.to - row.from;
    double sum = 0;
    for (int j = row.from; j < row.to; j++) {
      double difference = row.values[j] - row.targets[j];
      sum += of(difference);
      gradient[j] = slope(difference) * weight / outputs / row.images;
    }
    return weight * sum / outputs;
  }

  /** What one image costs by a row of probabilities. */
  double image(Row outputs) {
    return image(outputs, 1, new double[outputs.values.length]);
  }

  /** The mean cost of images by what the activation made of their logits, no weights. */
  public double ofProbabilities(float[] probabilities, float[] targets, int images) {
    double[] doubles = doubles(probabilities);
    int outputs = probabilities.length / images;
    double sum = 0;
    for (int i = 0; i < images; i++) {
      sum += image(new Row(doubles, targets, i * outputs, (i + 1) * outputs, images));
    }
    return sum / images;
  }

  /** The cost of logits as they come out of a network. */
  public Cost of(Tensor logits, Tensor targets, Tensor weights) {
    return of(doubles(logits.values()), targets, weights);
  }

  private static double[] doubles(float... values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  /** The cost of logits {@code [n, outputs]} in C order. */
  public Cost of(double[] logits, Tensor targets, Tensor weights) {
    int count = targets.shape()[0];
    int outputs = targets.shape()[1];
    double[] gradient = new double[count * outputs];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      Row row = new Row(logits, targets.values(), i * outputs, (i + 1) * outputs, count);
      sum += image(row, weights.values()[i], gradient);
    }
    return new Cost(sum / count, gradient);
  }
}
