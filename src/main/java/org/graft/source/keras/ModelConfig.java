package org.graft.source.keras;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A model as a Keras description words it, its layers in Keras' order. */
public record ModelConfig(String name, List<LayerConfig> layers) {
  public ModelConfig {
    layers = List.copyOf(layers);
  }

  /** All layers' names, in order. */
  public List<String> layerNames() {
    return layers.stream().map(LayerConfig::name).toList();
  }

  /** The same model with only these layers, which must be all that the last of them reads. */
  public ModelConfig keeping(Collection<String> names) {
    return new ModelConfig(name, layers.stream().filter(l -> names.contains(l.name())).toList());
  }

  /** The field that says how wide a layer of this class is. */
  private static String widthField(LayerConfig layer) {
    return layer.className().equals("Dense") ? "units" : "filters";
  }

  /**
   * The same model with other widths: {@code filters} of convolutions, {@code units} of dense
   * layers, by layer name.
   */
  public ModelConfig withWidths(Map<String, Integer> widths) {
    return new ModelConfig(
        name,
        layers.stream()
            .map(
                l -> widths.containsKey(l.name()) ? l.with(widthField(l), widths.get(l.name())) : l)
            .toList());
  }
}
