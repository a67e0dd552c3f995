package org.graft.base;

import java.util.List;
import java.util.stream.Stream;
import org.graft.failure.InputException;
import org.graft.plan.Layer;
import org.graft.plan.NearNames;
import org.graft.plan.Plan;

/**
 * Where fine-tuning begins: the first {@code frozen} layers of a plan, in Keras' order, stay as
 * they are, and those from there on are trained.
 *
 * @param frozen number of frozen layers, and so the index of the first trainable one
 */
public record Boundary(int frozen) {
  /**
   * The boundary that {@code from} names: a layer; a block, which means its first layer; or the
   * number of layers that stay frozen. Where a layer and a block share a name it is the layer's. A
   * user's mistake when there is no such layer, or none would be left to train.
   */
  public static Boundary of(BaseRecord facts, Plan plan, String from) {
    if (from.matches("\\d{1,9}")) {
      return ofCount(plan, Integer.parseInt(from));
    }
    if (plan.find(from).isPresent()) {
      return new Boundary(plan.indexOf(from));
    }
    List<String> blocks = facts.blocks().stream().map(Block::name).toList();
    if (!blocks.contains(from)) {
      Stream<String> layers = plan.layers().stream().map(Layer::name);
      throw new InputException(
          "%s has no layer or block '%s'%s"
              .formatted(
                  facts.name(),
                  from,
                  NearNames.hint(from, Stream.concat(blocks.stream(), layers).toList())));
    }
    int block = blocks.indexOf(from);
    return new Boundary(block == 0 ? 0 : plan.indexOf(facts.blocks().get(block - 1).end()) + 1);
  }

  private static Boundary ofCount(Plan plan, int frozen) {
    int layers = plan.layers().size();
    if (frozen >= layers) {
      throw new InputException(
          "of %d layers %d cannot stay frozen; fine-tune from 0 to %d"
              .formatted(layers, frozen, layers - 1));
    }
    return new Boundary(frozen);
  }
}
