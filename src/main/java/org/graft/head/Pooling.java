package org.graft.head;

import java.util.List;
import org.graft.plan.Concat;
import org.graft.plan.GlobalPool;
import org.graft.plan.Layer;
import org.graft.plan.Reduction;
import org.graft.plan.Shape;

/** What becomes of a base's last map, or sequence, before a head reads it. */
public enum Pooling {
  /** The mean of all cells, {@code [channels]}. */
  MEAN,
  /** The mean and behind it the greatest value of all cells, {@code [2 channels]}. */
  MEAN_AND_MAX,
  /** Nothing: the head reads the map itself. */
  NONE;

  /** The layers that pool, the last of them {@link Head#POOL}; none where nothing does. */
  List<Layer> layers(String map) {
    String mean = Head.POOL + "_mean";
    String max = Head.POOL + "_max";
    return switch (this) {
      case MEAN -> List.of(pool(Head.POOL, map, Reduction.MEAN));
      case MEAN_AND_MAX ->
          List.of(
              pool(mean, map, Reduction.MEAN),
              pool(max, map, Reduction.MAX),
              new Concat(Head.POOL, List.of(mean, max)));
      case NONE -> List.of();
    };
  }

  /** What a head gets of a base's features: a vector is not pooled. */
  public Shape of(Shape features) {
    if (features.rank() == 1) {
      return features;
    }
    return switch (this) {
      case MEAN -> new Shape(features.channels());
      case MEAN_AND_MAX -> new Shape(2 * features.channels());
      case NONE -> features;
    };
  }

  private static Layer pool(String name, String map, Reduction reduction) {
    return new GlobalPool(name, map, reduction, false);
  }
}
