package org.graft.base;

import java.util.List;
import java.util.Map;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.BatchNorm;
import org.graft.plan.Conv2d;
import org.graft.plan.Convolution;
import org.graft.plan.Dense;
import org.graft.plan.Dominators;
import org.graft.plan.Elu;
import org.graft.plan.Flatten;
import org.graft.plan.GlobalPool;
import org.graft.plan.Layer;
import org.graft.plan.PRelu;
import org.graft.plan.Permute;
import org.graft.plan.Plan;
import org.graft.plan.Pool2d;
import org.graft.plan.Rectify;
import org.graft.plan.Reduction;
import org.graft.plan.Reshape;
import org.graft.plan.Shape;

/**
 * Where the head of a network that nobody knows begins, and so which of its layers gives the
 * features: the last map before the network gives up where in the image things are. Only layers
 * that every path from the images to the output crosses are asked; a pool within a branch, as
 * squeeze-and-excitation has (Hu et al. 2018), is no end of anything.
 *
 * <ol>
 *   <li>Of the first layer there that makes a vector or pools a whole map, the map that it reads;
 *       or that layer itself, where branches with weights of their own come together in it, or
 *       where what it reads is no map (the token of a transformer).
 *   <li>Where no such layer is, the output.
 *   <li>A convolution that is the classifier, since nothing behind it but the pool has weights and
 *       the network ends in probabilities (Lin et al. 2014), is skipped.
 * </ol>
 *
 * @param crossed in order
 */
record FeatureLayer(Plan plan, Map<String, Shape> shapes, List<Layer> crossed) {
  private static final List<Integer> CHANNELS_FIRST = List.of(3, 1, 2);

  /** Name of the layer that gives the features of {@code plan}. */
  static String of(Plan plan) {
    return new FeatureLayer(plan, plan.shapes(), Dominators.of(plan)).find().name();
  }

  private Layer find() {
    int end = 1;
    while (end < crossed.size() && !givesUpPlaces(end)) {
      end++;
    }
    if (end < crossed.size() && !isPooledAlone(end)) {
      return crossed.get(end);
    }
    int map = isClassified(end) ? beforeClassifier(end - 1) : end - 1;
    while (map > 0 && leavesPlaces(crossed.get(map))) {
      map--;
    }
    return crossed.get(map);
  }

  /** Whether it gives the same values, as they came or with the channels put first. */
  private static boolean leavesPlaces(Layer layer) {
    return Identities.isIdentity(layer)
        || (layer instanceof Permute permute && permute.order().equals(CHANNELS_FIRST));
  }

  /** Whether the layer at that place leaves no map, or one cell of it for all of the image. */
  private boolean givesUpPlaces(int place) {
    Layer layer = crossed.get(place);
    Shape shape = shapes.get(layer.name());
    return shape.rank() == 1
        || layer instanceof GlobalPool
        || (layer instanceof Pool2d pool && isWholeMean(pool) && isEndOfWindows(place));
  }

  /** A mean over all cells of a map of known size. */
  private boolean isWholeMean(Pool2d pool) {
    Shape in = shapes.get(pool.input());
    return pool.reduction() == Reduction.MEAN
        && in.height() * in.width() > 1
        && pool.window().size().height() >= in.height()
        && pool.window().size().width() >= in.width()
        && in.height() > 0
        && isOneCell(shapes.get(pool.name()));
  }

  private static boolean isOneCell(Shape shape) {
    return shape.height() == 1 && shape.width() == 1;
  }

  /** Whether behind that place no window sees more than one cell. */
  private boolean isEndOfWindows(int place) {
    return behind(place).stream().noneMatch(FeatureLayer::hasWindow);
  }

  private List<Layer> behind(int place) {
    int index = plan.layers().indexOf(crossed.get(place));
    return plan.layers().subList(index + 1, plan.layers().size());
  }

  private static boolean hasWindow(Layer layer) {
    return layer instanceof Convolution c
        && c.window().size().height() * c.window().size().width() > 1;
  }

  /** Whether a map comes in from the crossed layer before, and nothing with weights between. */
  private boolean isPooledAlone(int place) {
    Layer before = crossed.get(place - 1);
    return shapes.get(before.name()).isMap() && !hasWeights(between(before, crossed.get(place)));
  }

  private List<Layer> between(Layer from, Layer to) {
    return plan.layers().subList(plan.layers().indexOf(from) + 1, plan.layers().indexOf(to));
  }

  private boolean hasWeights(List<Layer> layers) {
    return layers.stream()
        .anyMatch(l -> !l.parameters(l.inputs().stream().map(shapes::get).toList()).isEmpty());
  }

  /** Whether probabilities come out, and nothing behind the map before that place has weights. */
  private boolean isClassified(int end) {
    return endsInProbabilities() && !hasWeights(behind(end - 1));
  }

  private boolean endsInProbabilities() {
    int last = crossed.size() - 1;
    while (last > 0 && keepsValues(crossed.get(last))) {
      last--;
    }
    return isProbability(activation(crossed.get(last)));
  }

  private static boolean keepsValues(Layer layer) {
    return layer instanceof Flatten || layer instanceof Reshape || Identities.isIdentity(layer);
  }

  private static boolean isProbability(Activation activation) {
    return activation == Activation.SOFTMAX || activation == Activation.SIGMOID;
  }

  private static Activation activation(Layer layer) {
    return layer instanceof Activate activate
        ? activate.activation()
        : layer instanceof Convolution conv
            ? conv.activation()
            : layer instanceof Dense dense ? dense.activation() : Activation.LINEAR;
  }

  /** The place before the convolution that makes this map alone; the map's own if none does. */
  private int beforeClassifier(int map) {
    int place = map;
    while (place > 1 && keepsChannels(crossed.get(place)) && isAlone(place)) {
      place--;
    }
    return place > 1 && crossed.get(place) instanceof Conv2d && isAlone(place) ? place - 1 : map;
  }

  /** Whether the crossed layer at that place reads the one before it and nothing else. */
  private boolean isAlone(int place) {
    return crossed.get(place).inputs().equals(List.of(crossed.get(place - 1).name()));
  }

  private static boolean keepsChannels(Layer layer) {
    return Identities.isIdentity(layer)
        || layer instanceof Activate
        || layer instanceof Rectify
        || layer instanceof Elu
        || layer instanceof PRelu
        || layer instanceof BatchNorm;
  }
}
