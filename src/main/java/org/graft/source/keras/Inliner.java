package org.graft.source.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.graft.failure.UnsupportedModelException;

/**
 * Makes one list of layers of a model and all models nested in it. A layer within keeps its name
 * where no other bears it, else the nested model's name is put before it; it remembers its {@link
 * Place}. The nested models' own inputs give way to what the models read.
 */
final class Inliner {
  private final List<LayerConfig> layers = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  private Inliner() {}

  /** The model that {@code tree} is once nothing is nested in it. */
  static ModelConfig inline(ConfigTree tree) {
    Inliner inliner = new Inliner();
    tree.nodes().forEach(node -> inliner.taken.add(node.layer().name()));
    String output = inliner.model(tree, new Around("", "", "", tree.trainable(), ""));
    List<LayerConfig> layers = inliner.layers;
    if (!layers.get(layers.size() - 1).name().equals(output)) {
      throw new UnsupportedModelException(
          "the output of model " + tree.name() + " is " + output + ", which is not its last layer");
    }
    return new ModelConfig(tree.name(), layers, inliner.places);
  }

  /**
   * What is around a model.
   *
   * @param group the nested model of the whole one that holds it; empty for the whole model
   * @param name its own name, for the names of its layers; empty for the whole model
   * @param path the beginning of its layers' paths
   * @param input the layer that it reads; empty for the whole model
   */
  private record Around(String group, String name, String path, boolean trainable, String input) {
    boolean isNested() {
      return !name.isEmpty();
    }
  }

  /** Adds a model's layers; the one that gives its output. */
  private String model(ConfigTree tree, Around around) {
    Map<String, String> names = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (ConfigTree.Node node : tree.nodes()) {
      LayerConfig layer = node.layer();
      String stem = snakeCase(layer.className());
      int count = counts.merge(stem, 1, Integer::sum) - 1;
      String path = around.path() + (count == 0 ? stem : stem + "_" + count);
      List<String> inputs =
          layer.inputs().stream().map(input -> resolved(names, input, layer)).toList();
      names.put(layer.name(), node(node, inputs, path, around));
    }
    return resolved(names, tree.output(), tree.nodes().get(tree.nodes().size() - 1).layer());
  }

  private String node(ConfigTree.Node node, List<String> inputs, String path, Around around) {
    LayerConfig layer = node.layer();
    if (node.isInput() && around.isNested()) {
      return around.input();
    }
    boolean trainable = around.trainable() && layer.fields().path("trainable").asBoolean(true);
    String group = around.isNested() ? around.group() : layer.name();
    if (node.nested().isPresent()) {
      if (inputs.size() != 1) {
        throw new UnsupportedModelException(
            "the nested model " + layer.name() + " reads " + inputs + ", one input expected");
      }
      return model(
          node.nested().get(),
          new Around(group, layer.name(), path + "/", trainable, inputs.get(0)));
    }
    String name = around.isNested() ? unique(layer.name(), around.name()) : layer.name();
    layers.add(new LayerConfig(layer.className(), name, layer.fields(), inputs));
    places.put(name, new Place(group, layer.name(), path, trainable));
    return name;
  }

  private String unique(String own, String outer) {
    String name = own;
    while (!taken.add(name)) {
      name = outer + "_" + name;
    }
    return name;
  }

  private static String resolved(Map<String, String> names, String own, LayerConfig reader) {
    String name = names.get(own);
    if (name == null) {
      throw new UnsupportedModelException(
          "layer " + reader.name() + " reads " + own + ", which does not stand before it");
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
