package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model as a Keras description words it, its layers in Keras' order, nested models inlined.
 *
 * @param places where files keep each layer's arrays, by layer name
 */
public record ModelConfig(String name, List<LayerConfig> layers, Map<String, Place> places) {
  public ModelConfig {
    layers = List.copyOf(layers);
    places = Map.copyOf(places);
  }

  /** Where files keep the arrays of {@code layer}. */
  Place place(String layer) {
    return places.get(layer);
  }

  /** Whose words these are; Keras 3 says {@code batch_shape}. */
  Words words() {
    boolean keras2 = layers.stream().anyMatch(l -> l.fields().has("batch_input_shape"));
    return keras2 ? Words.KERAS_2 : Words.KERAS_3;
  }

  /** All layers' names, in order. */
  public List<String> layerNames() {
    return layers.stream().map(LayerConfig::name).toList();
  }

  /** The same model with only these layers, which must be all that the last of them reads. */
  public ModelConfig keeping(Collection<String> names) {
    return new ModelConfig(
        name, layers.stream().filter(l -> names.contains(l.name())).toList(), places);
  }

  /** The field that says how wide a layer of this class is. */
  private static String widthField(LayerConfig layer) {
    return layer.className().equals("Dense") ? "units" : "filters";
  }

  /**
   * The same model with other widths: {@code filters} of convolutions, {@code units} of dense
   * layers, by layer name. A {@code Reshape} of the old width to a vector follows.
   */
  public ModelConfig withWidths(Map<String, Integer> widths) {
    Map<Integer, Integer> changed = new HashMap<>();
    for (LayerConfig layer : layers) {
      Integer width = widths.get(layer.name());
      if (width != null) {
        changed.put(layer.fields().path(widthField(layer)).asInt(), width);
      }
    }
    return new ModelConfig(
        name, layers.stream().map(layer -> withWidth(layer, widths, changed)).toList(), places);
  }

  private static LayerConfig withWidth(
      LayerConfig layer, Map<String, Integer> widths, Map<Integer, Integer> changed) {
    JsonNode target = layer.fields().path("target_shape");
    if (target.size() == 1 && changed.containsKey(target.path(0).asInt())) {
      return layer.withVector("target_shape", changed.get(target.path(0).asInt()));
    }
    Integer width = widths.get(layer.name());
    return width == null ? layer : layer.with(widthField(layer), width);
  }
}
