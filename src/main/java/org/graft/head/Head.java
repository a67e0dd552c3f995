package org.graft.head;

import java.util.ArrayList;
import java.util.List;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.BatchNorm;
import org.graft.plan.Dense;
import org.graft.plan.Dropout;
import org.graft.plan.GlobalPool;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Reduction;
import org.graft.plan.Shape;
import org.graft.plan.Weights;

/**
 * The head of the seed recipe: global average pooling → dense {@code units} → ReLU → dropout →
 * dense {@code classes} → softmax. Without units it is the last two alone, a multinomial logistic
 * regression. With {@code standardized}, features are first brought to mean 0 and deviation 1 by
 * constants taken from the training features, which travel with the model.
 *
 * @param classes number of labels
 * @param units width of the hidden layer, 0 for none
 * @param dropout share of hidden values dropped in training, 0..1
 */
public record Head(int classes, int units, double dropout, boolean standardized) {
  public static final String POOL = "head_pool";
  public static final String STANDARDIZE = "head_standardize";
  public static final String HIDDEN = "head_dense";
  public static final String DROPOUT = "head_dropout";
  public static final String LOGITS = "logits";
  public static final String PROBABILITIES = "probabilities";

  private static final String FEATURES = "features";

  /** The layers that training changes. */
  public List<String> trainable() {
    return units == 0 ? List.of(LOGITS) : List.of(HIDDEN, LOGITS);
  }

  /** The head as a model of its own that takes pooled features {@code [width]}. */
  public Model alone(int width, Weights weights) {
    List<Layer> layers = new ArrayList<>(List.of(new Input(FEATURES, new Shape(width))));
    layers.addAll(behind(FEATURES));
    return new Model(new Plan(layers), weights);
  }

  /** The base with this head on its last layer: a map, a sequence or a vector of features. */
  public Model graftedOn(Model base, Weights weights) {
    String last = base.plan().output().name();
    if (base.plan().shapes().get(last).rank() == 1) {
      return base.then(behind(last), weights);
    }
    List<Layer> layers = new ArrayList<>(List.of(pool(last)));
    layers.addAll(behind(POOL));
    return base.then(layers, weights);
  }

  /** The base with the pooling that makes its features, and nothing else. */
  public static Model pooled(Model base) {
    String last = base.plan().output().name();
    return base.plan().shapes().get(last).rank() > 1
        ? base.then(List.of(pool(last)), Weights.none())
        : base;
  }

  /** The first layer of the head in a model that it was grafted on, behind the pooling. */
  public String first() {
    return standardized ? STANDARDIZE : trainable().get(0);
  }

  private static Layer pool(String input) {
    return new GlobalPool(POOL, input, Reduction.MEAN, false);
  }

  private List<Layer> behind(String features) {
    List<Layer> layers = new ArrayList<>();
    String last = features;
    if (standardized) {
      layers.add(new BatchNorm(STANDARDIZE, last, 0, false, false));
      last = STANDARDIZE;
    }
    if (units > 0) {
      layers.add(new Dense(HIDDEN, last, units, true, Activation.RELU));
      layers.add(new Dropout(DROPOUT, HIDDEN, dropout));
      last = DROPOUT;
    }
    layers.add(new Dense(LOGITS, last, classes, true, Activation.LINEAR));
    layers.add(new Activate(PROBABILITIES, LOGITS, Activation.SOFTMAX));
    return layers;
  }
}
