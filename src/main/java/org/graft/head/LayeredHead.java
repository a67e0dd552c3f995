package org.graft.head;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.plan.Activation;
import org.graft.plan.Dense;
import org.graft.plan.Dropout;
import org.graft.plan.Layer;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.storage.OrNull;

/**
 * Dense layers of ReLU units, each with dropout behind it, and a dense layer of the classes.
 *
 * @param units width of the hidden layer; 0 for none, which leaves a multinomial logistic
 *     regression: convex, and so solved rather than trained
 * @param dropout share of each hidden layer that is dropped in training, 0..1
 * @param standardized whether the head standardises the features
 * @param initializer of the kernels
 * @param further widths of the hidden layers behind the first, or {@code null} for none
 * @param pooling of the base's map, or {@code null} for its mean
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LayeredHead(
    int units,
    double dropout,
    boolean standardized,
    Initializer initializer,
    @OrNull @JsonProperty("further_units") List<Integer> further,
    @OrNull Pooling pooling)
    implements HeadStyle {
  /** Logistic regression on standardised features. */
  public static final LayeredHead LOGISTIC =
      new LayeredHead(0, 0, true, Initializer.GLOROT_UNIFORM);

  public LayeredHead {
    further = further == null || further.isEmpty() ? null : List.copyOf(further);
    pooling = pooling == Pooling.MEAN ? null : pooling;
  }

  /** With one hidden layer, or none, on the mean of the base's map. */
  public LayeredHead(int units, double dropout, boolean standardized, Initializer initializer) {
    this(units, dropout, standardized, initializer, null, null);
  }

  /** With those hidden layers. */
  public LayeredHead withFurther(List<Integer> widths) {
    int first = widths.isEmpty() ? 0 : widths.get(0);
    List<Integer> behind = widths.isEmpty() ? List.of() : widths.subList(1, widths.size());
    return new LayeredHead(first, dropout, standardized, initializer, behind, pooling);
  }

  public LayeredHead withPooling(Pooling other) {
    return new LayeredHead(units, dropout, standardized, initializer, further, other);
  }

  @Override
  public LayeredHead standardizing() {
    return new LayeredHead(units, dropout, true, initializer, further, pooling);
  }

  @Override
  public Pooling reads() {
    return pooling == null ? Pooling.MEAN : pooling;
  }

  @Override
  public boolean convex() {
    return units == 0;
  }

  /** Widths of the hidden layers, in order. */
  List<Integer> hidden() {
    List<Integer> hidden = new ArrayList<>(units == 0 ? List.of() : List.of(units));
    hidden.addAll(further == null ? List.of() : further);
    return hidden;
  }

  @Override
  public List<String> trainable() {
    List<String> trainable = new ArrayList<>();
    IntStream.range(0, hidden().size()).forEach(i -> trainable.add(name(Head.HIDDEN, i)));
    trainable.add(Head.LOGITS);
    return trainable;
  }

  @Override
  public List<Layer> layers(String input, int classes) {
    List<Layer> layers = new ArrayList<>();
    String last = input;
    for (int i = 0; i < hidden().size(); i++) {
      String dense = name(Head.HIDDEN, i);
      layers.add(new Dense(dense, last, hidden().get(i), true, Activation.RELU));
      last = name(Head.DROPOUT, i);
      layers.add(new Dropout(last, dense, dropout));
    }
    layers.add(new Dense(Head.LOGITS, last, classes, true, Activation.LINEAR));
    return layers;
  }

  /** The first has the bare name, those behind it are counted from 2. */
  private static String name(String kind, int index) {
    return index == 0 ? kind : kind + "_" + (index + 1);
  }

  /** Kernels from the initialiser and biases of zero, as Keras' {@code Dense} begins. */
  @Override
  public Weights initial(Shape features, int classes, RandomGenerator random) {
    Weights.Builder weights = Weights.builder();
    List<Integer> widths = hidden();
    widths.add(classes);
    int last = features.channels();
    for (int i = 0; i < widths.size(); i++) {
      int width = widths.get(i);
      String layer = trainable().get(i);
      weights.put(layer, Weights.KERNEL, initializer.kernel(last, width, random));
      weights.put(layer, Weights.BIAS, Tensor.zeros(width));
      last = width;
    }
    return weights.build();
  }

  @Override
  public LayeredHead settled(Shape features, int classes, RandomGenerator random) {
    return this;
  }

  @Override
  public String described() {
    String widths = hidden().stream().map(String::valueOf).collect(Collectors.joining(" and "));
    String what = units == 0 ? "logistic regression" : widths + " hidden units";
    return reads() == Pooling.MEAN ? what : what + " on mean and greatest value";
  }
}
