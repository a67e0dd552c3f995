package org.graft.source.keras;

import java.util.List;

/** The arrays that a file holds for one layer, in the order in which Keras listed them. */
public record StoredLayer(String name, List<StoredArray> arrays) {
  public StoredLayer {
    arrays = List.copyOf(arrays);
  }
}
