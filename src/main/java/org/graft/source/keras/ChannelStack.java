package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rewrite rule: {@code stack([x[..., 2], x[..., 1], x[..., 0]], axis=-1)}, as Keras 3 words the
 * order of channels that Caffe's networks take, is {@code flip(x, axis=-1)}.
 */
final class ChannelStack {
  private static final List<Integer> REVERSED = List.of(2, 1, 0);

  private ChannelStack() {}

  /** The same model with such stacks as one operation; itself where there are none. */
  static ModelConfig joined(ModelConfig config) {
    if (config.layers().stream().noneMatch(layer -> layer.className().equals("Stack"))) {
      return config;
    }
    Map<String, LayerConfig> byName =
        config.layers().stream().collect(Collectors.toMap(LayerConfig::name, Function.identity()));
    List<LayerConfig> layers =
        config.layers().stream()
            .map(layer -> source(layer, byName).map(s -> flip(layer, s)).orElse(layer))
            .toList();
    Set<String> read = new HashSet<>(config.outputs().values());
    layers.forEach(layer -> read.addAll(layer.inputs()));
    return config.withLayers(
        layers.stream()
            .filter(l -> !l.className().equals("GetItem") || read.contains(l.name()))
            .toList());
  }

  /** What a stack takes its channels of, if it takes all three in the other order. */
  private static Optional<String> source(LayerConfig stack, Map<String, LayerConfig> byName) {
    if (!stack.className().equals("Stack") || stack.fields().path("axis").asInt() != -1) {
      return Optional.empty();
    }
    List<LayerConfig> items =
        stack.inputs().stream().map(byName::get).filter(Objects::nonNull).toList();
    Set<String> sources =
        items.stream().flatMap(item -> item.inputs().stream()).collect(Collectors.toSet());
    List<Integer> channels = items.stream().map(ChannelStack::channel).toList();
    return sources.size() == 1 && channels.equals(REVERSED)
        ? sources.stream().findFirst()
        : Optional.empty();
  }

  /** The channel that {@code x[..., channel]} takes; -1 for anything else. */
  private static int channel(LayerConfig item) {
    JsonNode places = item.fields().path(InboundNodes.place(1));
    boolean last =
        item.className().equals("GetItem")
            && places.size() == 2
            && places.path(0).path("class_name").asText().equals("__ellipsis__");
    return last ? places.path(1).asInt(-1) : -1;
  }

  private static LayerConfig flip(LayerConfig stack, String source) {
    ObjectNode fields =
        JsonNodeFactory.instance.objectNode().put("name", stack.name()).put("axis", -1);
    return new LayerConfig("Flip", stack.name(), fields, List.of(source));
  }
}
