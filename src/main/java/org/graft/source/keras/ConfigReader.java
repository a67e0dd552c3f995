package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.graft.failure.UnsupportedModelException;

/**
 * Reads the JSON description of a model, in Keras 2's and Keras 3's words, into records; models
 * nested in it are inlined. Says no to what a {@link org.graft.plan.Plan} cannot be: shared layers,
 * several inputs or outputs, layers of the user's own making.
 */
public final class ConfigReader {
  private static final Set<String> MODELS = Set.of("Functional", "Model", "Sequential");

  private ConfigReader() {}

  /** Reads {@code {"class_name": "Functional", "config": {"layers": [...]}}}. */
  public static ModelConfig read(JsonNode json) {
    String kind = text(json, "class_name");
    if (!MODELS.contains(kind)) {
      throw new UnsupportedModelException(
          "a model of class '" + kind + "'; Functional, Model and Sequential can be read");
    }
    ConfigTree tree = model(json);
    requireShape(tree.nodes().get(0));
    return Inliner.inline(tree);
  }

  /** A nested model takes the shape that comes in; the whole one must state it. */
  private static void requireShape(ConfigTree.Node first) {
    if (first.isInput() && first.layer().fields().path("batch_shape").isNull()) {
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
    String output =
        sequential ? nodes.get(nodes.size() - 1).layer().name() : end(config, "output_layers");
    return new ConfigTree(
        config.path("name").asText("model"),
        config.path("trainable").asBoolean(true),
        nodes,
        output);
  }

  private static List<ConfigTree.Node> functional(JsonNode config) {
    end(config, "input_layers");
    List<ConfigTree.Node> nodes = new ArrayList<>();
    for (JsonNode layer : config.path("layers")) {
      nodes.add(node(layer, InboundNodes.of(layer)));
    }
    return nodes;
  }

  /** A layer or nested model; constants that it is called with become fields of it. */
  static ConfigTree.Node node(JsonNode layer, InboundNodes.Call call) {
    String className = text(layer, "class_name");
    if (!(layer.path("config") instanceof ObjectNode config)) {
      throw new UnsupportedModelException("a layer without config: " + className);
    }
    ObjectNode fields = config.deepCopy();
    fields.setAll(call.constants());
    String name = layer.path("name").asText(fields.path("name").asText());
    requireKeras(layer, name);
    boolean nested = MODELS.contains(className);
    return new ConfigTree.Node(
        new LayerConfig(className, name, fields, call.inputs()),
        nested ? Optional.of(model(layer)) : Optional.empty());
  }

  /** A class of the user's own may bear the name of one of Keras' and do something else. */
  private static void requireKeras(JsonNode layer, String name) {
    String module = layer.path("module").asText("keras");
    String registered = layer.path("registered_name").asText("");
    boolean own = registered.contains(">") && !registered.startsWith("keras>");
    if (own || !(module.equals("keras") || module.startsWith("keras."))) {
      throw new UnsupportedModelException(
          String.format(
              "layer %s is of a class that Keras does not come with: %s of %s",
              name, registered.isEmpty() ? text(layer, "class_name") : registered, module));
    }
  }

  /** The one layer of {@code [name, node, tensor]}, or in older files of a list of such triples. */
  private static String end(JsonNode config, String field) {
    JsonNode ends = config.path(field);
    if (ends.path(0).isTextual()) {
      return ends.path(0).asText();
    }
    if (ends.size() != 1 || !ends.path(0).path(0).isTextual()) {
      throw new UnsupportedModelException(
          field + " is " + ends + "; a network with one input and one output is expected");
    }
    return ends.path(0).path(0).asText();
  }

  static String text(JsonNode node, String field) {
    if (!node.path(field).isTextual()) {
      throw new UnsupportedModelException("a model description without " + field);
    }
    return node.path(field).asText();
  }
}
