package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft.failure.UnsupportedModelException;

/**
 * Reads the JSON description of a model, in Keras 2's and Keras 3's words, into records; models
 * nested in it are inlined. What a {@link org.graft.plan.Plan} cannot be is written down where it
 * stands, and refused if that layer is kept.
 */
public final class ConfigReader {
  private static final Set<String> MODELS = Set.of("Functional", "Model", "Sequential");

  /** What Keras' own modules begin with, under the names that it has had. */
  private static final Set<String> OF_KERAS =
      Set.of("keras", "tf_keras", "keras_core", "tensorflow");

  private ConfigReader() {}

  /** Reads a description that says by itself whose words it uses. */
  public static ModelConfig read(JsonNode json) {
    return read(json, Optional.empty());
  }

  /**
   * Reads {@code {"class_name": "Functional", "config": {"layers": [...]}}}.
   *
   * @param version of the Keras that wrote the file which holds the description, where it is known
   */
  public static ModelConfig read(JsonNode json, Optional<String> version) {
    requireModel(json);
    DescriptionBounds.require(json);
    KerasDialect words = KerasDialect.of(json, version);
    ConfigTree tree = model(json);
    requireShape(tree.nodes().get(0));
    return ModelInliner.inline(tree, words);
  }

  static boolean isModel(JsonNode layer) {
    return MODELS.contains(layer.path("class_name").asText());
  }

  /** Refuses the description of a model whose layers only its own code knows. */
  static void requireModel(JsonNode json) {
    String kind = text(json, "class_name");
    if (!MODELS.contains(kind)) {
      throw new UnsupportedModelException(
          ("a model of class '%s', whose code is not in the file; Functional, Model and"
                  + " Sequential can be read: rebuild it from layers in Python, copy the weights and"
                  + " save it again")
              .formatted(kind));
    }
  }

  /** A nested model takes the shape that comes in; the whole one must state it. */
  private static void requireShape(ConfigTree.Node first) {
    if (first.isInput() && first.fields().path("batch_shape").isNull()) {
      throw new UnsupportedModelException(
          "a Sequential model that does not state its input; build it before it is saved, as with"
              + " model.build((None, height, width, 3))");
    }
  }

  private static ConfigTree model(JsonNode json) {
    JsonNode config = json.path("config");
    boolean sequential = text(json, "class_name").equals("Sequential");
    List<ConfigTree.Node> nodes = sequential ? SequentialLayers.of(json) : functional(config);
    if (nodes.isEmpty()) {
      throw new UnsupportedModelException("a model description without layers");
    }
    String last = nodes.get(nodes.size() - 1).name();
    return new ConfigTree(
        config.path("name").asText("model"),
        config.path("trainable").asBoolean(true),
        nodes,
        sequential
            ? List.of(nodes.get(0).name())
            : ends(config, "input_layers").values().stream().map(ConfigTree.Source::layer).toList(),
        sequential ? Map.of(last, ConfigTree.Source.of(last)) : ends(config, "output_layers"));
  }

  private static List<ConfigTree.Node> functional(JsonNode config) {
    List<ConfigTree.Node> nodes = new ArrayList<>();
    for (JsonNode layer : config.path("layers")) {
      nodes.add(node(layer, InboundNodes.of(layer)));
    }
    return nodes;
  }

  /** A layer or nested model. */
  static ConfigTree.Node node(JsonNode layer, List<ConfigTree.Call> calls) {
    String className = text(layer, "class_name");
    if (!(layer.path("config") instanceof ObjectNode config)) {
      throw new UnsupportedModelException("a layer without config: " + className);
    }
    boolean nested = MODELS.contains(className);
    return new ConfigTree.Node(
        className,
        layer.path("name").asText(config.path("name").asText()),
        config,
        calls,
        nested ? Optional.of(model(layer)) : Optional.empty(),
        ownClass(layer));
  }

  /** A class of the user's own may bear the name of one of Keras' and do something else. */
  static Optional<String> ownClass(JsonNode layer) {
    String module = layer.path("module").asText("keras");
    String registered = layer.path("registered_name").asText("");
    boolean own = registered.contains(">") && !registered.startsWith("keras>");
    if (!own && OF_KERAS.contains(module.replaceFirst("\\..*", ""))) {
      return Optional.empty();
    }
    return Optional.of(
        ("is of a class that Keras does not come with: %s of %s, whose code is not in the"
                + " file")
            .formatted(registered.isEmpty() ? text(layer, "class_name") : registered, module));
  }

  /**
   * The ends of a network by their keys, else by their layers' names: {@code [name, node, tensor]}
   * for one, lists of such triples, or, where Keras 3 was given a dictionary, one of them.
   */
  private static Map<String, ConfigTree.Source> ends(JsonNode config, String field) {
    Map<String, ConfigTree.Source> ends = new LinkedHashMap<>();
    addEnds(ends, "", config.path(field));
    if (ends.isEmpty()) {
      throw new UnsupportedModelException("a model description without " + field);
    }
    return ends;
  }

  private static void addEnds(Map<String, ConfigTree.Source> ends, String key, JsonNode node) {
    if (node.path(0).isTextual()) {
      String layer = node.path(0).asText();
      ends.put(
          key.isEmpty() ? layer : key,
          new ConfigTree.Source(layer, node.path(1).asInt(), node.path(2).asInt()));
    } else if (node.isArray()) {
      node.forEach(end -> addEnds(ends, "", end));
    } else {
      node.properties().forEach(end -> addEnds(ends, end.getKey(), end.getValue()));
    }
  }

  static String text(JsonNode node, String field) {
    if (!node.path(field).isTextual()) {
      throw new UnsupportedModelException("a model description without " + field);
    }
    return node.path(field).asText();
  }
}
