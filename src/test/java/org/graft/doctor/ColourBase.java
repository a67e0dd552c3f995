package org.graft.doctor;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.graft.base.Base;
import org.graft.base.BaseRecord;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.BatchNorm;
import org.graft.plan.Conv2d;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Padding;
import org.graft.plan.Plan;
import org.graft.plan.Pool2d;
import org.graft.plan.Preprocessing;
import org.graft.plan.Reduction;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.plan.Window;

/**
 * A base of one convolution that knows colours: it takes pixels -1..1, heeds red and green, and is
 * all but blind to blue, so that the preprocessing and the order of the channels matter to it.
 */
public final class ColourBase {
  public static final int SIZE = 8;
  private static final int FILTERS = 48;
  private static final Size2d ONE = Size2d.square(1);

  private ColourBase() {}

  /** Features -1..1. */
  public static Base tanh() {
    return base(layers(Activation.TANH), convolution(1));
  }

  /** Features from zero up to hundreds of thousands. */
  static Base large() {
    return base(layers(Activation.RELU), convolution(100_000));
  }

  /** As {@link #tanh}, with a BatchNorm whose statistics are those of images of all colours. */
  static Base normalized() {
    Weights weights =
        convolution(1)
            .with(
                Weights.builder()
                    .put("norm", Weights.BETA, bias(0.2, 5))
                    .put("norm", Weights.MOVING_MEAN, bias(0.1, 6))
                    .put("norm", Weights.MOVING_VARIANCE, filled(0.8f))
                    .build());
    return base(normalizedLayers(), weights);
  }

  /** Of one pool over a window of that side, which smaller images leave no cell. */
  static Base pooled(int side) {
    Window window = new Window(Size2d.square(side), ONE, Padding.VALID);
    Layer pool = new Pool2d("pool", "input", Reduction.MAX, window);
    return base(List.of(layers(Activation.TANH).get(0), pool), Weights.none(), side);
  }

  /** The same base with other weights. */
  static Base with(Base base, Weights weights) {
    return new Base(base.facts(), base.model().withWeights(weights));
  }

  /** A dark picture of a level of red and one of green, 0..2 each; blue tells nothing. */
  public static BufferedImage painted(int redLevel, int greenLevel, SplittableRandom random) {
    int red = 30 + 40 * redLevel + random.nextInt(14);
    int green = 30 + 40 * greenLevel + random.nextInt(14);
    int blue = 30 + random.nextInt(90);
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int noise = random.nextInt(20);
        image.setRGB(x, y, (red + noise) << 16 | (green + noise) << 8 | (blue + noise));
      }
    }
    return image;
  }

  private static List<Layer> layers(Activation activation) {
    List<Layer> layers = new ArrayList<>();
    layers.add(new Input("input", new Shape(Shape.FREE, Shape.FREE, 3)));
    layers.add(
        new Conv2d(
            "conv", "input", FILTERS, new Window(ONE, ONE, Padding.SAME), 1, true, activation));
    return layers;
  }

  private static List<Layer> normalizedLayers() {
    List<Layer> layers = layers(Activation.LINEAR);
    layers.add(new BatchNorm("norm", "conv", 1e-3, false, true));
    layers.add(new Activate("out", "norm", Activation.TANH));
    return layers;
  }

  private static Weights convolution(double scale) {
    SplittableRandom random = new SplittableRandom(4);
    float[] kernel = new float[3 * FILTERS];
    for (int i = 0; i < kernel.length; i++) {
      double sensitivity = i / FILTERS == 2 ? 0.01 : 2;
      kernel[i] = (float) (scale * sensitivity * random.nextDouble(-1, 1));
    }
    return Weights.builder()
        .put("conv", Weights.KERNEL, new Tensor(kernel, 1, 1, 3, FILTERS))
        .put("conv", Weights.BIAS, bias(scale, 7))
        .build();
  }

  private static Tensor bias(double scale, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] bias = new float[FILTERS];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = (float) (scale * random.nextDouble(-1, 1));
    }
    return Tensor.vector(bias);
  }

  private static Tensor filled(float value) {
    float[] values = new float[FILTERS];
    Arrays.fill(values, value);
    return Tensor.vector(values);
  }

  private static Base base(List<Layer> layers, Weights weights) {
    return base(layers, weights, 1);
  }

  private static Base base(List<Layer> layers, Weights weights, int minimumSize) {
    Plan plan = new Plan(layers);
    BaseRecord facts =
        new BaseRecord(
            BaseRecord.FORMAT,
            "colours",
            null,
            null,
            null,
            null,
            plan.output().name(),
            Optional.of(Preprocessing.TF),
            "test",
            minimumSize,
            SIZE,
            layers.size(),
            plan.parameterCount(),
            List.of(),
            List.of(),
            null,
            null);
    return new Base(facts, new Model(plan, weights));
  }
}
