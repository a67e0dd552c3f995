package org.graft.source.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.plan.Parameter;

/** The arrays that a file holds for one layer, in the order in which Keras listed them. */
public record StoredLayer(String name, List<StoredArray> arrays) {
  public StoredLayer {
    arrays = List.copyOf(arrays);
  }

  /** Layers by their names, of several of one name the last, in order. */
  static Map<String, StoredLayer> byName(List<StoredLayer> layers) {
    Map<String, StoredLayer> byName = new LinkedHashMap<>();
    layers.forEach(layer -> byName.put(layer.name(), layer));
    return byName;
  }

  /**
   * The layer whose arrays a file lists so. A kernel that Keras has quantised to 8 bits becomes
   * floats: {@code kernel / kernel_scale}, with a scale for each unit, which stands last.
   */
  static StoredLayer of(String name, List<StoredArray> arrays) {
    Optional<StoredArray> kernel =
        arrays.stream().filter(a -> a.integers() && a.shape().length == 2).findFirst();
    StoredArray scale = arrays.get(arrays.size() - 1);
    if (kernel.filter(k -> scale.hasShape(k.shape()[1])).isEmpty()) {
      return new StoredLayer(name, arrays);
    }
    StoredArray whole = kernel.get();
    List<StoredArray> floats = new ArrayList<>(arrays.subList(0, arrays.size() - 1));
    floats.remove(whole);
    floats.add(
        0,
        new StoredArray(
            whole.name(),
            whole.shape(),
            () -> quotient(whole.values().get(), scale.values().get())));
    return new StoredLayer(name, floats);
  }

  private static float[] quotient(float[] kernel, float... scales) {
    float[] floats = new float[kernel.length];
    for (int i = 0; i < kernel.length; i++) {
      floats[i] = kernel[i] / scales[i % scales.length];
    }
    return floats;
  }

  /** Whether the arrays can be those parameters, one for one. */
  boolean fits(List<Parameter> parameters) {
    boolean fits = arrays.size() == parameters.size();
    for (int i = 0; fits && i < arrays.size(); i++) {
      fits = arrays.get(i).fits(parameters.get(i));
    }
    return fits;
  }
}
