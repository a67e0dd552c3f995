package org.graft.base;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.graft.plan.Affine;
import org.graft.plan.Layer;
import org.graft.plan.Normalize;
import org.graft.plan.Plan;
import org.graft.plan.Preprocessing;
import org.graft.plan.Rescale;
import org.graft.plan.Resize2d;
import org.graft.plan.ReverseChannels;
import org.graft.plan.Standardize;
import org.graft.storage.Json;

/**
 * What a network does to pixels, channel by channel, before its first layer that looks around.
 *
 * @param end name of the layer that gives the pixels so prepared
 */
record Front(List<Layer> layers, String end) {
  /** How far apart two preparations of a pixel may be that are meant to be one, of its range. */
  private static final double TOLERANCE = 1e-3;

  private static final double[][] PIXELS = {{0, 0, 0}, {255, 0, 0}, {0, 255, 0}, {0, 0, 255}};

  static Front of(Plan plan) {
    List<Layer> front = new ArrayList<>();
    String end = plan.input().name();
    Optional<Layer> next = onlyReader(plan, end);
    while (next.isPresent() && isFront(next.get())) {
      if (!Identities.isIdentity(next.get())) {
        front.add(next.get());
      }
      end = next.get().name();
      next = onlyReader(plan, end);
    }
    return new Front(List.copyOf(front), end);
  }

  private static Optional<Layer> onlyReader(Plan plan, String layer) {
    List<Layer> readers =
        plan.layers().stream().filter(reader -> reader.inputs().contains(layer)).toList();
    return readers.size() == 1 ? Optional.of(readers.get(0)) : Optional.empty();
  }

  private static boolean isFront(Layer layer) {
    return Identities.isIdentity(layer)
        || layer instanceof Rescale
        || isOfStatistics(layer)
        || keepsLevels(layer);
  }

  /** Whether a layer scales by statistics, of all images or of each. */
  private static boolean isOfStatistics(Layer layer) {
    return layer instanceof Normalize || layer instanceof Standardize;
  }

  /** Whether a layer moves pixels or channels about and leaves what they say. */
  private static boolean keepsLevels(Layer layer) {
    return layer instanceof ReverseChannels || layer instanceof Resize2d;
  }

  /** None, where the network scales pixels itself; nothing where it may expect them scaled. */
  Optional<Preprocessing> ofItself() {
    boolean scales = layers.stream().anyMatch(layer -> !keepsLevels(layer));
    return scales ? Optional.of(Preprocessing.RAW) : Optional.empty();
  }

  boolean isBuiltLike(Front other) {
    return nameless(layers).equals(nameless(other.layers));
  }

  private static List<ObjectNode> nameless(List<Layer> layers) {
    return layers.stream()
        .map(layer -> Json.tree(layer).<ObjectNode>without(List.of("name", "input")))
        .toList();
  }

  /**
   * What is to be done to pixels before this front, so that both together do what a known network's
   * front does behind the preprocessing of its own; nothing if no preprocessing does, or if
   * statistics that a layer was adapted to leave it open.
   */
  Optional<Preprocessing> preprocessingLike(Front known, Preprocessing its) {
    List<double[]> wanted = known.behind(its);
    List<Preprocessing> candidates = new ArrayList<>(List.of(its));
    candidates.addAll(List.of(Preprocessing.values()));
    return candidates.stream().filter(p -> areAlike(behind(p), wanted)).findFirst();
  }

  private static boolean areAlike(List<double[]> found, List<double[]> wanted) {
    if (found.isEmpty() || wanted.isEmpty()) {
      return false;
    }
    double range = wanted.stream().flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    for (int i = 0; i < found.size(); i++) {
      for (int c = 0; c < found.get(i).length; c++) {
        if (!(Math.abs(found.get(i)[c] - wanted.get(i)[c]) <= TOLERANCE * range)) {
          return false;
        }
      }
    }
    return true;
  }

  /** What comes of four pixels that tell every affine apart; nothing where it is left open. */
  private List<double[]> behind(Preprocessing preprocessing) {
    List<Layer> all = new ArrayList<>(preprocessing.layers("pixels"));
    all.addAll(layers);
    return all.stream().anyMatch(Front::isOfStatistics)
        ? List.of()
        : Arrays.stream(PIXELS).map(pixel -> through(all, pixel)).toList();
  }

  private static double[] through(List<Layer> layers, double... pixel) {
    double[] value = pixel.clone();
    for (Layer layer : layers) {
      if (layer instanceof Rescale rescale) {
        value = rescaled(rescale, value);
      } else if (layer instanceof ReverseChannels) {
        value = reversed(value);
      }
    }
    return value;
  }

  private static double[] rescaled(Rescale rescale, double... value) {
    Affine affine = rescale.affine(value.length);
    double[] rescaled = new double[value.length];
    Arrays.setAll(rescaled, c -> value[c] * affine.scale()[c] + affine.shift()[c]);
    return rescaled;
  }

  private static double[] reversed(double... value) {
    return new double[] {value[2], value[1], value[0]};
  }
}
