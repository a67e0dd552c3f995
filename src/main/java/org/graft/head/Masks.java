package org.graft.head;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.graft.plan.Dropout;
import org.graft.plan.GraphBlock;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.plan.Shape;

/** The dropouts of a head that is grafted on a network. */
public final class Masks {
  private Masks() {}

  /**
   * A dropout.
   *
   * @param name by which training asks for it: its layer, or for one in a block {@code
   *     layer/placeholder}
   * @param placeholder that takes the mask in a graph for training
   * @param shape of one example
   */
  public record DropoutMask(String name, String placeholder, double rate, Shape shape) {}

  /** Those of {@code plan}, in order. */
  public static List<DropoutMask> of(Plan plan) {
    List<DropoutMask> masks = new ArrayList<>();
    Map<String, Shape> shapes = plan.shapes();
    for (Layer layer : plan.layers()) {
      if (layer instanceof Dropout dropout && isOfHead(dropout)) {
        Shape shape = shapes.get(layer.name());
        masks.add(new DropoutMask(layer.name(), layer.name() + "/mask", dropout.rate(), shape));
      } else if (layer instanceof GraphBlock block) {
        for (GraphBlock.Mask mask : block.masks()) {
          String name = block.name() + "/" + mask.name();
          masks.add(new DropoutMask(name, name, mask.rate(), mask.shape()));
        }
      }
    }
    return masks;
  }

  /** Dropouts of the base stay the identity, as Keras' {@code training=False} has it. */
  private static boolean isOfHead(Dropout layer) {
    return layer.name().matches(Head.DROPOUT + "(_\\d+)?");
  }
}
