package org.graft.source.keras;

import java.util.List;
import org.graft.plan.Parameter;

/** The arrays that a file holds for one layer, in the order in which Keras listed them. */
public record StoredLayer(String name, List<StoredArray> arrays) {
  public StoredLayer {
    arrays = List.copyOf(arrays);
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
