package org.graft.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers that every path from the images to the output crosses: the dominators of the output
 * (Prosser 1959).
 */
public final class Dominators {
  private Dominators() {}

  /**
   * Those of {@code plan} in order, from its input to its output: the layers that no edge leads
   * past, since layers are listed behind those that they read.
   */
  public static List<Layer> of(Plan plan) {
    List<Layer> layers = plan.upTo(plan.output().name()).layers();
    int[] last = lastReaders(layers);
    List<Layer> crossed = new ArrayList<>();
    int furthest = 0;
    for (int i = 0; i < last.length; i++) {
      if (furthest <= i) {
        crossed.add(layers.get(i));
      }
      furthest = Math.max(furthest, last[i]);
    }
    return crossed;
  }

  /** The place of each layer's last reader. */
  private static int[] lastReaders(List<Layer> layers) {
    Map<String, Integer> places = new HashMap<>();
    int[] last = new int[layers.size()];
    for (int i = 0; i < last.length; i++) {
      places.put(layers.get(i).name(), i);
      for (String input : layers.get(i).inputs()) {
        last[places.get(input)] = i;
      }
    }
    return last;
  }
}
