package org.graft.base;

import org.graft.failure.InputException;
import org.graft.plan.Model;
import org.graft.plan.Plan;

/** An imported network: what is known of it, its plan, its weights. */
public record Base(BaseRecord facts, Model model) {
  /** The part that makes features: everything up to and with the feature layer. */
  public Model features() {
    return model.upTo(facts.featureLayer());
  }

  /** This base with the proof of its import in the receipt. */
  public Base withVerification(Verification proof) {
    return new Base(facts.withReceipt(facts.receipt().withVerification(proof)), model);
  }

  /** Whether the network classifies by itself. */
  public boolean hasTop() {
    return model.plan().outputShape().rank() == 1;
  }

  /**
   * Refuses images with sides of {@code size} px if the base has a greater minimum or cannot join
   * its maps at that size, naming the layer where it ends.
   */
  public void requireSize(int size) {
    Plan plan = features().plan();
    if (size >= facts.minimumSize()) {
      facts.shapes(plan, size);
      return;
    }
    String because =
        plan.firstEmptyLayer(plan.square(size))
            .map(layer -> ": the map of layer " + layer + inBlock(plan, layer) + " would be empty")
            .orElse("");
    throw new InputException(
        "%s takes images of at least %d px, not %d%s"
            .formatted(facts.name(), facts.minimumSize(), size, because));
  }

  private String inBlock(Plan plan, String layer) {
    return facts.block(plan, plan.indexOf(layer)).map(block -> " in " + block).orElse("");
  }
}
