package org.graft.source.keras;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sums of MobileNet's inverted residual blocks (Sandler et al. 2018): a block whose stride is 1
 * and whose output is as wide as its input adds the two. Which blocks these are hangs on the
 * network's width, so that another width has other sums. Layers are found by the names that Keras'
 * descriptions give them, {@code block_2_project} for instance.
 */
public final class LinearBottlenecks {
  private static final String PROJECT = "project";
  private static final String DEPTHWISE = "depthwise";
  private static final String EXPAND = "expand";
  private static final String ADD = "add";

  private final ModelConfig model;
  private final Map<String, LayerConfig> byName = new HashMap<>();

  /** Channels that come into each block, by what its layers' names begin with. */
  private final Map<String, Integer> widths = new LinkedHashMap<>();

  /** What is read in the place of a block's last layer. */
  private final Map<String, String> results = new HashMap<>();

  private LinearBottlenecks(ModelConfig model) {
    this.model = model;
    model.layers().forEach(layer -> byName.put(layer.name(), layer));
    int width = 0;
    for (LayerConfig layer : model.layers()) {
      if (width == 0 && layer.className().equals("Conv2D")) {
        width = filters(layer);
      } else if (layer.name().endsWith(PROJECT)) {
        widths.put(before(PROJECT, layer), width);
        width = filters(layer);
      }
    }
  }

  /** The description with the sums that its widths ask for; one without such blocks as it is. */
  public static ModelConfig fitted(ModelConfig model) {
    return new LinearBottlenecks(model).fitted();
  }

  private ModelConfig fitted() {
    List<LayerConfig> layers = new ArrayList<>();
    for (LayerConfig given : model.layers()) {
      LayerConfig layer = given.withInputs(given.inputs().stream().map(this::result).toList());
      String summed = layer.name().endsWith(ADD) ? before(ADD, layer) : "";
      layers.add(widths.containsKey(summed) && !hasSum(summed) ? passedOn(layer) : layer);
      String ended = endedBy(layer);
      if (widths.containsKey(ended) && hasSum(ended) && !byName.containsKey(ended + ADD)) {
        layers.add(sum(ended, layer.name()));
        results.put(layer.name(), ended + ADD);
      }
    }
    return model.withLayers(layers);
  }

  private String result(String layer) {
    return results.getOrDefault(layer, layer);
  }

  private static int filters(LayerConfig layer) {
    return layer.fields().path("filters").asInt();
  }

  private static String before(String end, LayerConfig layer) {
    return layer.name().substring(0, layer.name().length() - end.length());
  }

  /** The block whose last normalisation this is; nothing for any other layer. */
  private static String endedBy(LayerConfig layer) {
    return layer.className().equals("BatchNormalization") && layer.inputs().size() == 1
        ? layer.inputs().get(0).replaceFirst(PROJECT + "$", "")
        : "";
  }

  private boolean hasSum(String block) {
    int stride = byName.get(block + DEPTHWISE).fields().path("strides").path(0).asInt();
    return stride == 1 && widths.get(block) == filters(byName.get(block + PROJECT));
  }

  private LayerConfig sum(String block, String output) {
    LayerConfig first = byName.getOrDefault(block + EXPAND, byName.get(block + DEPTHWISE));
    ObjectNode fields = JsonNodeFactory.instance.objectNode().put("name", block + ADD);
    return new LayerConfig(
        "Add", block + ADD, fields, List.of(result(first.inputs().get(0)), output));
  }

  /** The block's output alone, under the name that its sum had. */
  private static LayerConfig passedOn(LayerConfig sum) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode().put("name", sum.name());
    fields.put("activation", "linear");
    return new LayerConfig("Activation", sum.name(), fields, List.of(sum.inputs().get(1)));
  }
}
