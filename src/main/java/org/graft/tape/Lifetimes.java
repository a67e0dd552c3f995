package org.graft.tape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From which layer on values are there, and which layer is the last to read them. */
final class Lifetimes {
  private final Map<Values, Integer> last = new LinkedHashMap<>();
  private final List<List<Values>> opened = new ArrayList<>();

  /**
   * Adds the next layer.
   *
   * @param known all values there are with it
   * @param read those it reads
   */
  void add(Collection<Values> known, Collection<Values> read) {
    int layer = opened.size();
    List<Values> fresh = new ArrayList<>();
    for (Values values : known) {
      if (last.putIfAbsent(values, layer) == null) {
        fresh.add(values);
      }
    }
    opened.add(fresh);
    read.forEach(values -> last.put(values, layer));
  }

  List<Values> opened(int layer) {
    return opened.get(layer);
  }

  /** What nobody reads after a layer, {@code kept} excepted. */
  List<Values> closed(int layer, Values kept) {
    return last.keySet().stream().filter(v -> last.get(v) == layer && v != kept).toList();
  }
}
