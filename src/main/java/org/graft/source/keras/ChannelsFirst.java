package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rewrite rule: a description whose maps are {@code [channels, height, width]} in the words of one
 * whose maps are {@code [height, width, channels]}. Kernels lie alike in both. Where a layer takes
 * the values in the order in which they lie (a {@code Flatten} before a {@code Dense}, say), a
 * {@code Permute} brings them into that order, so that no stored array is changed.
 */
final class ChannelsFirst {
  private static final String FORMAT = "data_format";
  private static final String FIRST = "channels_first";
  private static final Set<Integer> CHANNELS = Set.of(1, 3);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What does the same to every value, wherever it lies. */
  private static final Set<String> POINTWISE =
      Set.of(
          "Activation",
          "ReLU",
          "Rescaling",
          "LeakyReLU",
          "ELU",
          "Dropout",
          "Identity",
          "Add",
          "Subtract",
          "Multiply",
          "Average",
          "Maximum",
          "Minimum");

  /** What works along an axis that it names. */
  private static final Set<String> ALONG_AN_AXIS =
      Set.of(
          "BatchNormalization",
          "LayerNormalization",
          "Normalization",
          "GroupNormalization",
          "Concatenate",
          "Softmax");

  private final List<LayerConfig> layers = new ArrayList<>();
  private final Set<String> turned = new HashSet<>();
  private final Map<String, String> permuted = new HashMap<>();
  private final Set<String> taken;

  private ChannelsFirst(ModelConfig config) {
    this.taken = new HashSet<>(config.layerNames());
  }

  /** The same model with channels last; itself where no layer has them first. */
  static ModelConfig turned(ModelConfig config) {
    if (config.layers().stream().noneMatch(ChannelsFirst::isFirst)) {
      return config;
    }
    ChannelsFirst rewriting = new ChannelsFirst(config);
    config.layers().forEach(rewriting::add);
    return config.withLayers(rewriting.layers);
  }

  private static boolean isFirst(LayerConfig layer) {
    return layer.fields().path(FORMAT).asText().equals(FIRST);
  }

  private void add(LayerConfig layer) {
    boolean all = layer.inputs().stream().allMatch(turned::contains);
    if (layer.isInput() && hasChannelsFirst(layer)) {
      turn(layer.withFields(turnedInput(layer.fields())));
    } else if (permutes(layer, all ? "[2,3,1]" : "[3,1,2]")) {
      layers.add(layer.as("Identity"));
      if (!all) {
        turned.add(layer.name());
      }
    } else if (isFirst(layer)) {
      LayerConfig last = layer.withFields(layer.fields().deepCopy().put(FORMAT, "channels_last"));
      layers.add(reading(last, true));
      if (isMap(layer)) {
        turned.add(layer.name());
      }
    } else if (all && isPointwise(layer)) {
      turn(layer);
    } else if (all && ALONG_AN_AXIS.contains(layer.className())) {
      turn(layer.withFields(turnedAxis(layer.fields())));
    } else {
      layers.add(reading(layer, false));
    }
  }

  private static boolean permutes(LayerConfig layer, String order) {
    return layer.className().equals("Permute")
        && layer.fields().path("dims").toString().equals(order);
  }

  private static boolean isPointwise(LayerConfig layer) {
    JsonNode activation = layer.fields().path("activation");
    boolean perChannel =
        layer.fields().path("scale").isArray() || layer.fields().path("offset").isArray();
    return !perChannel
        && !activation.asText().equals("softmax")
        && (POINTWISE.contains(layer.className())
            || OnlyInTraining.CLASSES.contains(layer.className()));
  }

  /** Whether a layer that has channels first gives a map. */
  private static boolean isMap(LayerConfig layer) {
    boolean pool = layer.className().startsWith("Global");
    return !layer.className().equals("Flatten")
        && (!pool || layer.fields().path("keepdims").asBoolean());
  }

  private void turn(LayerConfig layer) {
    layers.add(layer);
    turned.add(layer.name());
  }

  /** A layer that reads maps with channels last, or all as it was. */
  private LayerConfig reading(LayerConfig layer, boolean last) {
    return layer.withInputs(
        layer.inputs().stream()
            .map(input -> turned.contains(input) == last ? input : permuted(input, last))
            .toList());
  }

  private String permuted(String input, boolean last) {
    return permuted.computeIfAbsent(
        input,
        source -> {
          String name = source + (last ? "_channels_last" : "_channels_first");
          while (!taken.add(name)) {
            name += "_";
          }
          ObjectNode fields = JSON.objectNode().put("name", name);
          ArrayNode order = fields.putArray("dims");
          (last ? List.of(2, 3, 1) : List.of(3, 1, 2)).forEach(order::add);
          layers.add(new LayerConfig("Permute", name, fields, List.of(source)));
          return name;
        });
  }

  /** Images of 1 or 3 channels, which stand before height and width. */
  private static boolean hasChannelsFirst(LayerConfig input) {
    JsonNode newer = input.fields().path("batch_shape");
    JsonNode shape = newer.isMissingNode() ? input.fields().path("batch_input_shape") : newer;
    return shape.size() == 4
        && CHANNELS.contains(shape.path(1).asInt())
        && !CHANNELS.contains(shape.path(3).asInt());
  }

  private static ObjectNode turnedInput(ObjectNode fields) {
    ObjectNode changed = fields.deepCopy();
    for (String field : List.of("batch_shape", "batch_input_shape")) {
      JsonNode shape = changed.path(field);
      if (shape.size() == 4) {
        changed.set(
            field,
            JSON.arrayNode()
                .add(shape.get(0))
                .add(shape.get(2))
                .add(shape.get(3))
                .add(shape.get(1)));
      }
    }
    return changed;
  }

  /** The axis, or the axes of a list, where they lie once the channels are last. */
  private static ObjectNode turnedAxis(ObjectNode fields) {
    ObjectNode changed = fields.deepCopy();
    JsonNode axis = changed.path("axis");
    if (axis.isNull()) {
      return changed;
    }
    if (axis.isArray()) {
      ArrayNode axes = JSON.arrayNode();
      axis.forEach(each -> axes.add(turnedAxis(each.asInt())));
      changed.set("axis", axes);
    } else {
      changed.put("axis", turnedAxis(axis.asInt(-1)));
    }
    return changed;
  }

  private static int turnedAxis(int axis) {
    int counted = axis < 0 ? axis + 4 : axis;
    return counted == 1 ? -1 : counted - 1;
  }
}
