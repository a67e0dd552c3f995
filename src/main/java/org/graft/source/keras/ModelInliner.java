package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.graft.failure.UnsupportedModelException;

/**
 * Makes one list of layers of a model and all models nested in it. A layer within keeps its name
 * where no other bears it, else the nested model's name is put before it; it remembers its {@link
 * Place}. The nested models' own inputs give way to what the models read. A layer or model that is
 * called several times stands once for each call, behind what it reads there, in one place.
 */
final class ModelInliner {
  private static final Set<String> OTHERWISE_IN_TRAINING =
      Set.of(
          "AdditiveAttention", "Attention", "BatchNormalization", "Dropout", "MultiHeadAttention");

  /** So often the model's name is put before a layer's; behind that copies are counted. */
  private static final int MOST_PREFIXES = 20;

  private final List<LayerConfig> layers = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> copies = new HashMap<>();
  private final DescriptionBounds bounds = new DescriptionBounds();

  private ModelInliner() {}

  /** The model that {@code tree} is once nothing is nested in it. */
  static ModelConfig inline(ConfigTree tree, KerasDialect words) {
    ModelInliner inliner = new ModelInliner();
    tree.nodes().forEach(node -> inliner.taken.add(node.name()));
    List<String> given =
        inliner.new Level(tree, new Around("", "", "", tree.trainable(), false, List.of()))
            .inline();
    Map<String, String> outputs = new LinkedHashMap<>();
    tree.outputs().keySet().forEach(key -> outputs.put(key, given.get(outputs.size())));
    return new ModelConfig(tree.name(), words, inliner.layers, inliner.places, outputs);
  }

  /**
   * What is around a model.
   *
   * @param group the nested model of the whole one that holds it; empty for the whole model
   * @param name its own name, for the names of its layers; empty for the whole model
   * @param path the beginning of its layers' paths
   * @param trains whether it is called as in training
   * @param inputs the layers that it reads; none for the whole model
   */
  private record Around(
      String group,
      String name,
      String path,
      boolean trainable,
      boolean trains,
      List<String> inputs) {
    boolean isNested() {
      return !name.isEmpty();
    }
  }

  private record CallOf(String layer, int call) {}

  /** A layer or nested model at one of its calls, its first under its own name. */
  private record Use(ConfigTree.Node node, int index, String path) {
    ConfigTree.Call call() {
      return node.calls().get(index);
    }

    String name() {
      return index == 0 ? node.name() : node.name() + "_call_" + (index + 1);
    }
  }

  /** One model within another, or the whole. */
  private final class Level {
    private final ConfigTree tree;
    private final Around around;
    private final Map<CallOf, List<String>> given = new HashMap<>();
    private final Map<CallOf, List<Use>> waiting = new LinkedHashMap<>();
    private final Map<String, Integer> firstCalls = new HashMap<>();

    Level(ConfigTree tree, Around around) {
      this.tree = tree;
      this.around = around;
      Stream.concat(
              tree.nodes().stream()
                  .flatMap(n -> n.calls().stream())
                  .flatMap(c -> c.inputs().stream()),
              tree.outputs().values().stream())
          .forEach(source -> firstCalls.merge(source.layer(), source.call(), Math::min));
    }

    /** Adds the model's layers; those that give its outputs. */
    List<String> inline() {
      Map<String, Integer> counts = new HashMap<>();
      for (ConfigTree.Node node : tree.nodes()) {
        String stem = snakeCase(node.className());
        int count = counts.merge(stem, 1, Integer::sum) - 1;
        String path = around.path() + (count == 0 ? stem : stem + "_" + count);
        for (int call = 0; call < node.calls().size(); call++) {
          place(new Use(node, call, path));
        }
      }
      waiting.forEach((missing, uses) -> requireGiven(missing, uses.get(0).node().name()));
      return tree.outputs().values().stream()
          .map(
              source -> {
                requireGiven(callOf(source), tree.nodes().get(tree.nodes().size() - 1).name());
                return name(source);
              })
          .toList();
    }

    /** Puts a use behind what it reads, and behind it those that have waited for it. */
    private void place(Use first) {
      Deque<Use> ready = new ArrayDeque<>(List.of(first));
      while (!ready.isEmpty()) {
        Use use = ready.poll();
        Optional<CallOf> missing =
            use.call().inputs().stream()
                .map(this::callOf)
                .filter(call -> !given.containsKey(call))
                .findFirst();
        if (missing.isPresent()) {
          waiting.computeIfAbsent(missing.get(), m -> new ArrayList<>()).add(use);
        } else {
          CallOf own = new CallOf(use.node().name(), use.index());
          given.put(own, outputs(use));
          ready.addAll(Optional.ofNullable(waiting.remove(own)).orElse(List.of()));
        }
      }
    }

    /** A functional model has a call of its own from its making, which is not listed. */
    private CallOf callOf(ConfigTree.Source source) {
      return new CallOf(
          source.layer(), source.call() - Math.min(1, firstCalls.getOrDefault(source.layer(), 0)));
    }

    private void requireGiven(CallOf call, String reader) {
      if (!given.containsKey(call)) {
        throw new UnsupportedModelException(
            "layer " + reader + " reads " + call.layer() + ", which does not stand before it");
      }
    }

    private String name(ConfigTree.Source source) {
      List<String> outputs = given.get(callOf(source));
      return outputs.get(source.tensor() < outputs.size() ? source.tensor() : 0);
    }

    /** What differs in training, and is used so. */
    private Optional<String> trains(Use use) {
      boolean trains = around.trains() || use.call().trains();
      return trains && OTHERWISE_IN_TRAINING.contains(use.node().className())
          ? Optional.of("is called with training=True, and so does in use what it does in training")
          : Optional.empty();
    }

    /** A nested model stands as a layer where its inputs are not those that it is called with. */
    private static String unfit(Use use, ConfigTree model) {
      int read = use.call().inputs().size();
      return "reads " + read + " layers, and has " + model.inputs().size() + " inputs";
    }

    private Optional<String> outOfReach(ConfigTree.Source source) {
      return source.tensor() < given.get(callOf(source)).size()
          ? Optional.empty()
          : Optional.of(
              "reads output %d of %s; layers of one output are expected"
                  .formatted(source.tensor(), source.layer()));
    }

    private List<String> outputs(Use use) {
      bounds.count(1);
      ConfigTree.Node node = use.node();
      if (node.isInput() && around.isNested()) {
        return List.of(around.inputs().get(Math.max(0, tree.inputs().indexOf(node.name()))));
      }
      boolean trainable = around.trainable() && node.fields().path("trainable").asBoolean(true);
      String group = around.isNested() ? around.group() : node.name();
      List<String> inputs = use.call().inputs().stream().map(this::name).toList();
      if (node.nested().isPresent() && node.nested().get().inputs().size() == inputs.size()) {
        boolean trains = around.trains() || use.call().trains();
        Around inside = new Around(group, use.name(), use.path() + "/", trainable, trains, inputs);
        return new Level(node.nested().get(), inside).inline();
      }
      boolean own = !around.isNested() && use.index() == 0;
      String name = own ? node.name() : unique(use.name(), around.name());
      LayerConfig layer =
          new LayerConfig(node.className(), name, fields(use), inputs, refusal(use));
      Place place = new Place(group, node.name(), use.path(), trainable);
      List<String> names = new ArrayList<>();
      int count = SeveralOutputs.count(layer);
      bounds.count(count - 1);
      for (int i = 0; i < count; i++) {
        String part = i == 0 ? name : unique(name + "_" + i, around.name());
        add(count == 1 ? layer : SeveralOutputs.part(layer, part, i), place);
        names.add(part);
      }
      return names;
    }

    private Optional<String> refusal(Use use) {
      return use.node()
          .refusal()
          .or(use.call()::refusal)
          .or(() -> trains(use))
          .or(() -> use.call().inputs().stream().flatMap(s -> outOfReach(s).stream()).findFirst())
          .or(() -> use.node().nested().map(model -> unfit(use, model)));
    }
  }

  /**
   * Adds a layer. A layer that is its function stands behind it, under its name; it is that layer
   * alone where it is nothing but its function.
   */
  private void add(LayerConfig layer, Place place) {
    Optional<JsonNode> function = LayerFunctions.of(layer.fields());
    if (function.isEmpty()) {
      layers.add(layer);
      places.put(layer.name(), place);
      return;
    }
    bounds.count(1);
    LayerConfig standing = LayerFunctions.standing(function.get(), layer);
    if (!layer.className().equals("Activation")) {
      String linear = unique(layer.name() + "_linear", "");
      add(LayerFunctions.linear(layer, linear), place);
      standing = standing.withInputs(List.of(linear));
    }
    add(standing, LayerFunctions.place(function.get(), place));
  }

  /** The layer's fields and what it is called with beside tensors. */
  private static ObjectNode fields(Use use) {
    ObjectNode fields = use.node().fields().deepCopy();
    fields.setAll(use.call().constants());
    return fields;
  }

  private String unique(String own, String outer) {
    String name = own;
    for (int i = 0; i < MOST_PREFIXES; i++) {
      if (taken.add(name)) {
        return name;
      }
      name = outer.isEmpty() ? name + "_" : outer + "_" + name;
    }
    while (!taken.add(name)) {
      name = own + "_copy_" + copies.merge(own, 1, Integer::sum);
    }
    return name;
  }

  /** As {@code keras.src.utils.naming.to_snake_case}. */
  private static String snakeCase(String className) {
    return className
        .replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
