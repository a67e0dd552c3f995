package org.graft.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.plan.Concat;
import org.graft.plan.Layer;
import org.graft.plan.Rescale;
import org.graft.plan.Reshape;
import org.graft.plan.ReverseChannels;
import org.graft.plan.Select;
import org.graft.plan.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Red, green and blue taken apart, each rescaled, and joined in either order, as networks
 * translated from Caffe begin: what two layers on the whole picture do.
 */
final class SplitColours {
  private static final int CHANNEL_AXIS = 3;
  private static final List<Integer> FORWARDS = List.of(0, 1, 2);
  private static final List<Integer> BACKWARDS = List.of(2, 1, 0);

  private final Map<String, Layer> byName;
  private final Map<String, Shape> shapes;
  private final List<Integer> order = new ArrayList<>();
  private final List<Float> scales = new ArrayList<>();
  private final List<Float> offsets = new ArrayList<>();
  private @Nullable String source;

  private SplitColours(Map<String, Layer> byName, Map<String, Shape> shapes) {
    this.byName = byName;
    this.shapes = shapes;
  }

  /**
   * The layers that take the place of {@code joined}, the last under its name; nothing if none do.
   *
   * @param shapes of what the layers before it give
   */
  static Optional<List<Layer>> of(
      Concat joined, Map<String, Layer> byName, Map<String, Shape> shapes) {
    SplitColours colours = new SplitColours(byName, shapes);
    return joined.inputs().stream().allMatch(colours::take) && colours.source != null
        ? colours.layers(joined.name(), colours.source)
        : Optional.empty();
  }

  private boolean take(String input) {
    Layer layer = beforeReshapes(input);
    float scale = 1;
    float offset = 0;
    if (layer instanceof Rescale rescale
        && rescale.scale().size() == 1
        && rescale.offset().size() == 1) {
      scale = rescale.scale().get(0);
      offset = rescale.offset().get(0);
      layer = beforeReshapes(rescale.input());
    }
    if (!(layer instanceof Select select)
        || select.axis() != CHANNEL_AXIS
        || select.indices().size() != 1
        || !shapes.get(input).equals(shapes.get(select.name()))
        || (source != null && !source.equals(select.input()))) {
      return false;
    }
    source = select.input();
    order.addAll(select.indices());
    scales.add(scale);
    offsets.add(offset);
    return true;
  }

  /** Slices that drop the axis of channels have it put in again. */
  private Layer beforeReshapes(String name) {
    Layer layer = byName.get(name);
    while (layer instanceof Reshape reshape) {
      layer = byName.get(reshape.input());
    }
    return layer;
  }

  private Optional<List<Layer>> layers(String name, String input) {
    if (order.equals(FORWARDS)) {
      return Optional.of(List.of(new Rescale(name, input, scales, offsets)));
    }
    String turned = name + ":turned";
    return order.equals(BACKWARDS)
        ? Optional.of(
            List.of(new ReverseChannels(turned, input), new Rescale(name, turned, scales, offsets)))
        : Optional.empty();
  }
}
