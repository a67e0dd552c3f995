package org.graft.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.source.keras.KerasFile;
import org.graft.storage.Json;

/**
 * A model that describes itself, recognised as a known architecture: its first layers are those of
 * the base, whatever they are called and whatever stands behind them.
 *
 * @param entry the facts, with the layers called as the model calls them
 */
record Likeness(String architecture, CatalogueEntry entry) {

  static Optional<Likeness> find(Catalogue catalogue, Plan plan, KerasFile file) {
    for (String name : catalogue.entries().keySet()) {
      CatalogueEntry entry = catalogue.entry(name);
      Plan known = Candidate.of(name, entry, catalogue.config(name), file).plan();
      Plan base = known.cut(entry.featureLayer());
      int layers = base.layers().size();
      if (plan.layers().size() >= layers && nameless(plan, layers).equals(nameless(base, layers))) {
        return Optional.of(new Likeness(name, entry.renamed(names(base, plan))));
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> names(Plan base, Plan plan) {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < base.layers().size(); i++) {
      names.put(base.layers().get(i).name(), plan.layers().get(i).name());
    }
    return names;
  }

  /** The first layers but the input, with what they read by place instead of name. */
  private static List<JsonNode> nameless(Plan plan, int count) {
    Map<String, String> places = new HashMap<>();
    List<JsonNode> nameless = new ArrayList<>();
    for (Layer layer : plan.layers().subList(0, count)) {
      ObjectNode node = Json.tree(layer.reading(layer.inputs().stream().map(places::get).toList()));
      node.remove("name");
      if (!places.isEmpty()) {
        nameless.add(node);
      }
      places.put(layer.name(), Integer.toString(places.size()));
    }
    return nameless;
  }
}
