package org.graft.head;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.BatchNorm;
import org.graft.plan.Flatten;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Rescale;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;

/**
 * A head as a piece of a plan: pooling, where the style asks for one → the layers of the style →
 * softmax, or what else the task asks for. A style that standardises gets features of mean 0 and
 * deviation 1, by constants taken from the training features, which travel with the model.
 *
 * @param classes number of labels
 * @param last reads {@link #LOGITS} and makes of them what the model gives
 */
public record Head(HeadStyle style, int classes, Layer last) {
  public static final String POOL = "head_pool";
  public static final String STANDARDIZE = "head_standardize";
  public static final String HIDDEN = "head_dense";
  public static final String DROPOUT = "head_dropout";
  public static final String LOGITS = "logits";
  public static final String PROBABILITIES = "probabilities";
  public static final String NUMBER = "number";

  /** Divides logits, where a model was calibrated. */
  public static final String TEMPERATURE = "temperature";

  private static final String FEATURES = "features";
  private static final String ROW = "head_row";

  /** For images of one class each. */
  public Head(HeadStyle style, int classes) {
    this(style, classes, probabilities(Activation.SOFTMAX));
  }

  /** The last layer of a head that gives probabilities. */
  public static Layer probabilities(Activation activation) {
    return new Activate(PROBABILITIES, LOGITS, activation);
  }

  /** The same model of probabilities, whose logits are divided by a temperature before softmax. */
  public static Model tempered(Model model, double temperature) {
    List<Float> none = List.of(0f);
    return model
        .upTo(LOGITS)
        .append(
            List.of(
                new Rescale(TEMPERATURE, LOGITS, List.of((float) (1 / temperature)), none),
                new Activate(PROBABILITIES, TEMPERATURE, Activation.SOFTMAX)),
            Weights.none());
  }

  /** The last layer of a head that gives a number, whose logit is of mean 0 and deviation 1. */
  public static Layer number(double mean, double deviation) {
    return new Rescale(NUMBER, LOGITS, List.of((float) deviation), List.of((float) mean));
  }

  /** The head as a model of its own that takes features {@code [width]}. */
  public Model alone(int width, Weights weights) {
    return alone(new Shape(width), weights);
  }

  /** The head as a model of its own that takes features of that shape. */
  public Model alone(Shape features, Weights weights) {
    List<Layer> layers = new ArrayList<>(List.of(new Input(FEATURES, features)));
    layers.addAll(behind(FEATURES));
    return new Model(new Plan(layers), weights);
  }

  /** The base with this head on its last layer: a map, a sequence or a vector of features. */
  public Model graftedOn(Model base, Weights weights) {
    List<Layer> layers = new ArrayList<>(pooling(base, style.reads()));
    String last = layers.isEmpty() ? base.plan().output().name() : POOL;
    layers.addAll(behind(last));
    return base.append(layers, weights);
  }

  /** The base with what makes a row of features of its output: pooled, or one behind another. */
  public Model features(Model base) {
    Model read = pooled(base, style.reads());
    return read.plan().outputShape().rank() > 1
        ? read.append(List.of(new Flatten(ROW, read.plan().output().name())), Weights.none())
        : read;
  }

  /** What the head reads of one image, of a base with that output. */
  public Shape reading(Shape output) {
    return style.reads().of(output);
  }

  /** The base with the pooling that makes its features, and nothing else. */
  public static Model pooled(Model base) {
    return pooled(base, Pooling.MEAN);
  }

  private static Model pooled(Model base, Pooling pooling) {
    List<Layer> layers = pooling(base, pooling);
    return layers.isEmpty() ? base : base.append(layers, Weights.none());
  }

  /** None behind a vector. */
  private static List<Layer> pooling(Model base, Pooling pooling) {
    boolean vector = base.plan().outputShape().rank() == 1;
    return vector ? List.of() : pooling.layers(base.plan().output().name());
  }

  /**
   * Weights to start from: what the style starts from, and moments of {@code features} where it
   * standardises.
   *
   * @param features training features {@code [n, width]}
   */
  public Weights initial(Tensor features, RandomGenerator random) {
    Shape width = new Shape(features.shape()[1]);
    return initial(List.of(features), features.shape()[0], width, random);
  }

  /**
   * The same for features that come in parts, which are gone through twice, and need be no vectors.
   *
   * @param parts of the training features' rows, in order
   * @param count of the rows of all parts
   * @param shape of one image's features, which a row holds
   */
  public Weights initial(Iterable<Tensor> parts, int count, Shape shape, RandomGenerator random) {
    Weights.Builder weights = Weights.builder();
    if (style.standardized()) {
      long cells = (long) count * (shape.size() / shape.channels());
      weights.put(STANDARDIZE, new ChannelMoments(parts, cells, shape.channels()).byName());
    }
    return weights.putAll(style.initial(shape, classes, random)).build();
  }

  /** The first layer of the head in a model that it was grafted on, behind the pooling. */
  public String first() {
    return style.standardized() ? STANDARDIZE : style.trainable().get(0);
  }

  private List<Layer> behind(String features) {
    List<Layer> layers = new ArrayList<>();
    String read = features;
    if (style.standardized()) {
      layers.add(new BatchNorm(STANDARDIZE, read, 0, false, false));
      read = STANDARDIZE;
    }
    layers.addAll(style.layers(read, classes));
    layers.add(last);
    return layers;
  }
}
