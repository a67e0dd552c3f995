package org.graft.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.graft.base.Base;
import org.graft.base.Boundary;
import org.graft.failure.InputException;
import org.graft.failure.UnsupportedModelException;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.BatchNorm;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Normalize;
import org.graft.plan.Plan;
import org.graft.plan.Preprocessing;

/**
 * In what form {@link ImportedBase#toSameDiff(GraphForm)} gives a base. Every method gives another
 * form and leaves this one as it is.
 *
 * @param pixels whether the graph takes RGB pixels 0..255 and prepares them itself; otherwise it
 *     takes what the base was trained on
 * @param size side of the images in pixels, the base's native size if empty
 * @param trainable a layer, a block or a number of frozen layers; nothing is trained if empty
 * @param top whether what lies behind the feature layer, such as a classifier, comes along
 */
public record GraphForm(boolean pixels, OptionalInt size, Optional<String> trainable, boolean top) {
  /** Name of the placeholder: {@code [batch, height, width, 3]} float32. */
  public static final String IMAGE = "image";

  /** A graph that takes RGB pixels 0..255, with the base's preprocessing inside. */
  public static GraphForm ofPixels() {
    return new GraphForm(true, OptionalInt.empty(), Optional.empty(), false);
  }

  /** A graph that takes images that are prepared already. */
  public static GraphForm ofPrepared() {
    return new GraphForm(false, OptionalInt.empty(), Optional.empty(), false);
  }

  /** For square images of that side. */
  public GraphForm size(int side) {
    return new GraphForm(pixels, OptionalInt.of(side), trainable, top);
  }

  /**
   * With the parameters from there on as variables, in Keras' order of layers.
   *
   * @param from a layer; a block, which means its first layer; or the number of layers that stay
   *     frozen, inputs counted: {@code "172"} freezes the first 172
   */
  public GraphForm trainable(String from) {
    return new GraphForm(pixels, size, Optional.of(from), top);
  }

  /** With all layers that were imported, not only those up to the features. */
  public GraphForm withTop() {
    return new GraphForm(pixels, size, trainable, true);
  }

  SameDiffNetwork of(Base base) {
    Model own = top ? base.model() : base.features();
    Set<String> trained = trainable.map(from -> trained(base, own.plan(), from)).orElse(Set.of());
    Model whole = pixels ? preprocessing(base).prependTo(own) : own;
    Model named = named(sized(base, whole));
    return trained.isEmpty() ? Emitter.inference(named) : Emitter.training(named, trained);
  }

  /** The same model with its input called {@link #IMAGE}. */
  static Model named(Model model) {
    if (model.plan().find(IMAGE).filter(l -> l != model.plan().input()).isPresent()) {
      throw new UnsupportedModelException(
          "the network has a layer called '" + IMAGE + "', as the graph's placeholder is");
    }
    return new Model(model.plan().withInputNamed(IMAGE), model.weights());
  }

  /** Layers among {@code layers} whose parameters SameDiff trains: all but those kept constant. */
  static Set<String> trained(Plan plan, List<Layer> layers) {
    return layers.stream()
        .filter(layer -> !(layer instanceof BatchNorm || layer instanceof Normalize))
        .map(Layer::name)
        .filter(plan.parameters().keySet()::contains)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Set<String> trained(Base base, Plan plan, String from) {
    int frozen = Boundary.of(base.facts(), plan, from).frozen();
    Set<String> trained = trained(plan, plan.layers().subList(frozen, plan.layers().size()));
    if (trained.isEmpty()) {
      throw new InputException(
          "from '%s' on %s has nothing to train; take an earlier layer"
              .formatted(from, base.facts().name()));
    }
    return trained;
  }

  private static Preprocessing preprocessing(Base base) {
    return base.facts()
        .preprocessing()
        .orElseThrow(
            () ->
                new InputException(
                    ("%s does not say what pixels it was trained on; take GraphForm.ofPrepared() and"
                            + " prepare them yourself")
                        .formatted(base.facts().name())));
  }

  private Model sized(Base base, Model model) {
    int side = size.orElse(base.facts().nativeSize());
    base.requireSize(side);
    try {
      return model.forSide(side);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s with its top takes no images of %d px; leave withTop() out"
              .formatted(base.facts().name(), side),
          e);
    }
  }
}
