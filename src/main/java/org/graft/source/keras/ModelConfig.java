package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.plan.NearNames;
import org.jspecify.annotations.Nullable;

/**
 * A model as a Keras description words it, its layers in Keras' order, nested models inlined.
 *
 * @param words whose words its layers' fields are
 * @param places where files keep each layer's arrays, by layer name; layers that share their arrays
 *     have one place
 * @param outputs the layers that give the model's outputs, by the names that users know these by
 */
public record ModelConfig(
    String name,
    KerasDialect words,
    List<LayerConfig> layers,
    Map<String, Place> places,
    Map<String, String> outputs) {
  public ModelConfig {
    layers = List.copyOf(layers);
    places = Map.copyOf(places);
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  ModelConfig withLayers(List<LayerConfig> others) {
    return new ModelConfig(name, words, others, places, outputs);
  }

  /** Where files keep the arrays of {@code layer}. */
  Place place(String layer) {
    return places.get(layer);
  }

  /** All layers' names, in order. */
  public List<String> layerNames() {
    return layers.stream().map(LayerConfig::name).toList();
  }

  /** The same model with only these layers, which must be all that the last of them reads. */
  public ModelConfig keeping(Collection<String> names) {
    return withLayers(layers.stream().filter(l -> names.contains(l.name())).toList());
  }

  /**
   * The layer that a network ends in: the one of that name if {@code cut} is one, else the output
   * {@code output}, else the only output.
   *
   * @param cut the name of any layer, or {@code null}
   * @param output the name of an output or its layer, or {@code null}
   * @throws InputException if there is no such layer or output, or several outputs to choose from
   */
  public String end(@Nullable String cut, @Nullable String output) {
    if (cut != null) {
      if (!layerNames().contains(cut)) {
        throw new InputException(
            "there is no layer '" + cut + "'" + NearNames.hint(cut, layerNames()));
      }
      return cut;
    }
    if (output == null && outputs.size() > 1) {
      throw new InputException(
          ("the network has %d outputs: %s; choose one with %s, or keep it up to a layer"
                  + " with %s")
              .formatted(
                  outputs.size(),
                  String.join(", ", outputs.keySet()),
                  Hint.OUTPUT.to("NAME"),
                  Hint.CUT.to("LAYER")));
    }
    String only = outputs.values().iterator().next();
    if (output == null || outputs.containsValue(output)) {
      return output == null ? only : output;
    }
    if (!outputs.containsKey(output)) {
      throw new InputException(
          "the network has no output '%s' but %s; %s keeps it up to any layer"
              .formatted(output, String.join(", ", outputs.keySet()), Hint.CUT.to("LAYER")));
    }
    return outputs.get(output);
  }

  /** The part up to and with the layer {@code end}: that layer and all that it reads. */
  public ModelConfig upTo(String end) {
    Set<String> kept = new HashSet<>(Set.of(end));
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (kept.contains(layers.get(i).name())) {
        kept.addAll(layers.get(i).inputs());
      }
    }
    return keeping(kept);
  }

  /** The layers of {@code part}, and all else of the nested models that those stand in. */
  public ModelConfig around(ModelConfig part) {
    Set<String> groups = new HashSet<>();
    part.layers().forEach(layer -> groups.add(place(layer.name()).group()));
    return withLayers(
        layers.stream().filter(layer -> groups.contains(place(layer.name()).group())).toList());
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
    return withLayers(layers.stream().map(layer -> withWidth(layer, widths, changed)).toList());
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
