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
  MEAN {
    @Override
    List<Layer> layers(String map) {
      return List.of(pool(Head.POOL, map, Reduction.MEAN));
    }

    @Override
    Shape shape(Shape map) {
      return new Shape(map.channels());
    }
  },
  /** The mean and behind it the greatest value of all cells, {@code [2 channels]}. */
  MEAN_AND_MAX {
    @Override
    List<Layer> layers(String map) {
      String mean = Head.POOL + "_mean";
      String max = Head.POOL + "_max";
      return List.of(
          pool(mean, map, Reduction.MEAN),
          pool(max, map, Reduction.MAX),
          new Concat(Head.POOL, List.of(mean, max)));
    }

    @Override
    Shape shape(Shape map) {
      return new Shape(2 * map.channels());
    }
  },
  /** Nothing: the head reads the map itself. */
  NONE {
    @Override
    List<Layer> layers(String map) {
      return List.of();
    }

    @Override
    Shape shape(Shape map) {
      return map;
    }
  };

  /** The layers that pool, the last of them {@link Head#POOL}; none where nothing does. */
  abstract List<Layer> layers(String map);

  abstract Shape shape(Shape map);

  /** What a head gets of a base's features: a vector is not pooled. */
  public Shape of(Shape features) {
    return features.rank() == 1 ? features : shape(features);
  }

  private static Layer pool(String name, String map, Reduction reduction) {
    return new GlobalPool(name, map, reduction, false);
  }
}
