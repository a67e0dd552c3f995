package org.graft.plan;

import java.util.List;
import java.util.stream.Stream;

/**
 * What kinds of layers there are. Whoever does something for each, does it in a switch without
 * default over the one enumeration or over both, so that the compiler names every place that a new
 * kind is missing from.
 */
public sealed interface LayerKind permits CommonKind, RareKind {
  /** Every kind. */
  static List<LayerKind> all() {
    return Stream.<LayerKind>concat(Stream.of(CommonKind.values()), Stream.of(RareKind.values()))
        .toList();
  }

  /** The kind of that record, one of the plan's. */
  static LayerKind of(Class<? extends Layer> record) {
    return all().stream()
        .filter(kind -> kind.type().equals(record))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(record + " is in no enumeration of kinds"));
  }

  /** The record that layers of this kind are. */
  Class<? extends Layer> type();
}
