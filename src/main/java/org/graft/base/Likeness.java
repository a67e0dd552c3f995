package org.graft.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Dropout;
import org.graft.plan.Layer;
import org.graft.plan.Noise;
import org.graft.plan.Parameter;
import org.graft.plan.Plan;
import org.graft.source.keras.KerasFile;
import org.graft.source.keras.ModelConfig;
import org.graft.storage.Json;

/**
 * A model that describes itself, recognised as a known architecture: a part of it is built as the
 * base is, whatever its layers are called and whatever stands behind them.
 *
 * @param entry the facts, with the layers called as the model calls them
 */
record Likeness(String architecture, CatalogueEntry entry) {

  static Optional<Likeness> find(Catalogue catalogue, Plan model, KerasFile file) {
    Plan plan = inference(model);
    Map<Long, Set<Long>> counts = counts(plan);
    for (String name : catalogue.entries().keySet()) {
      CatalogueEntry entry = catalogue.entry(name);
      if (!mayBegin(counts, entry)) {
        continue;
      }
      Optional<Map<String, String>> names =
          Stream.of(catalogue.configWithoutTop(name), Optional.of(catalogue.config(name)))
              .flatMap(Optional::stream)
              .flatMap(config -> base(name, entry, config, file).stream())
              .flatMap(base -> names(base, plan).stream())
              .findFirst();
      if (names.isPresent()) {
        return Optional.of(new Likeness(name, entry.renamed(names.get())));
      }
    }
    return Optional.empty();
  }

  /** The architecture's base in the file's widths; nothing if no such network can have them. */
  private static Optional<Plan> base(
      String name, CatalogueEntry entry, ModelConfig known, KerasFile file) {
    try {
      Plan plan = Candidate.of(name, entry, known, file).plan();
      return plan.find(entry.featureLayer()).map(end -> traversed(inference(plan.cut(end.name()))));
    } catch (UnsupportedModelException e) {
      return Optional.empty();
    }
  }

  /** What the plan calls the base's layers, if a part of it is built like the base. */
  private static Optional<Map<String, String>> names(Plan base, Plan plan) {
    List<JsonNode> wanted = nameless(base);
    for (Layer end : plan.layers()) {
      Plan part = plan.cut(end.name());
      if (part.layers().size() == base.layers().size()) {
        Plan traversed = traversed(part);
        if (nameless(traversed).equals(wanted)) {
          return Optional.of(paired(base, traversed));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The layers as they are met on the way back from the output, inputs before their readers: one
   * order for all plans that are built alike, since branches may be listed in any.
   */
  private static Plan traversed(Plan plan) {
    Map<String, Layer> waiting = new HashMap<>();
    plan.layers().forEach(layer -> waiting.put(layer.name(), layer));
    List<Layer> ordered = new ArrayList<>();
    Deque<Layer> open = new ArrayDeque<>(List.of(plan.output()));
    while (!open.isEmpty()) {
      Layer layer = open.peek();
      Optional<String> before = layer.inputs().stream().filter(waiting::containsKey).findFirst();
      if (before.isPresent()) {
        open.push(waiting.get(before.get()));
      } else {
        open.pop();
        waiting.remove(layer.name());
        ordered.add(layer);
      }
    }
    return new Plan(ordered);
  }

  private static boolean isIdentity(Layer layer) {
    return layer instanceof Dropout
        || layer instanceof Noise
        || (layer instanceof Activate activate && activate.activation() == Activation.LINEAR);
  }

  /** The plan without what does nothing in inference, of which a graph holds no trace. */
  private static Plan inference(Plan plan) {
    Map<String, String> sources = new HashMap<>();
    List<Layer> kept = new ArrayList<>();
    for (Layer layer : plan.layers()) {
      List<String> inputs = layer.inputs().stream().map(sources::get).toList();
      if (isIdentity(layer)) {
        sources.put(layer.name(), inputs.get(0));
      } else {
        sources.put(layer.name(), layer.name());
        kept.add(layer.reading(inputs));
      }
    }
    return new Plan(kept);
  }

  /** How many parameters the first arrays of a plan hold, by their number. */
  private static Map<Long, Set<Long>> counts(Plan plan) {
    Map<Long, Set<Long>> counts = new HashMap<>();
    long arrays = 0;
    long parameters = 0;
    for (List<Parameter> layer : plan.parameters().values()) {
      arrays += layer.size();
      parameters += layer.stream().mapToLong(Parameter::size).sum();
      counts.computeIfAbsent(arrays, a -> new HashSet<>()).add(parameters);
    }
    return counts;
  }

  /** Whether a model of such counts may begin with the base, which spares reading most of them. */
  private static boolean mayBegin(Map<Long, Set<Long>> counts, CatalogueEntry entry) {
    Set<Long> parameters = counts.getOrDefault(entry.arrays().withoutTop(), Set.of());
    return parameters.contains(entry.parameters().withoutTop())
        || (entry.freeWidth() && !parameters.isEmpty());
  }

  private static Map<String, String> paired(Plan base, Plan plan) {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < base.layers().size(); i++) {
      names.put(base.layers().get(i).name(), plan.layers().get(i).name());
    }
    return names;
  }

  /** The layers but the input, with what they read by place instead of name. */
  private static List<JsonNode> nameless(Plan plan) {
    Map<String, String> places = new HashMap<>();
    List<JsonNode> nameless = new ArrayList<>();
    for (Layer layer : plan.layers()) {
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
