package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.graft.plan.Arithmetic;
import org.graft.plan.ElementScale;
import org.graft.plan.Layer;
import org.graft.plan.MatMul;
import org.graft.plan.MultiHeadAttention;
import org.graft.plan.PositionEmbedding;
import org.graft.plan.Shape;
import org.graft.plan.SingleHeadAttention;
import org.graft.plan.SingleHeadAttention.AttentionScore;
import org.graft.plan.Slice;

/** Keras classes that transformers are made of. */
final class SequenceLayers {
  /** A whole axis, {@code :}. */
  private static final JsonNode WHOLE =
      JsonNodeFactory.instance.objectNode().putNull("start").putNull("stop").putNull("step");

  private SequenceLayers() {}

  /**
   * A constant for each place that is added, in Keras 3 what an embedding made before, or
   * multiplied; also the second of a difference or a quotient.
   */
  static Layer placewise(Fields f, Arithmetic arithmetic) {
    f.value(InboundNodes.place(0));
    boolean second = Constant.of(f.value(InboundNodes.place(1))).isPresent();
    Constant constant = f.calledWith().orElseThrow();
    Optional<Shape> shape = constant.beside(f.rank());
    boolean either = arithmetic == Arithmetic.ADD || arithmetic == Arithmetic.MULTIPLY;
    boolean behind = arithmetic == Arithmetic.SUBTRACT || arithmetic == Arithmetic.DIVIDE;
    if (shape.isEmpty() || !(either || (behind && second))) {
      throw f.unsupported(
          "takes %s of [%s] and a constant [%s]"
              .formatted(arithmetic, f.inputShape(), constant.shape()));
    }
    boolean scales = arithmetic == Arithmetic.MULTIPLY || arithmetic == Arithmetic.DIVIDE;
    return scales
        ? new ElementScale(f.name(), f.input(), shape.get())
        : new PositionEmbedding(f.name(), f.input(), shape.get());
  }

  /** Called with query, value and, unless the values are the keys, key. */
  static Layer attention(Fields f, AttentionScore score) {
    f.value("dropout");
    f.value("seed");
    boolean byDefault = score == AttentionScore.ADDITIVE;
    boolean concat = "concat".equals(f.value("score_mode").asText());
    f.require("score_mode", "\"dot\"", "\"concat\"");
    return new SingleHeadAttention(
        f.name(),
        queryValueKey(f),
        concat ? AttentionScore.CONCAT : score,
        f.bool("use_scale", byDefault));
  }

  /** The scalar products of two sequences along one axis of each. */
  static Layer dot(Fields f) {
    f.require("normalize", "false");
    List<Integer> axes = f.integers("axes");
    if (axes.isEmpty()) {
      throw f.unsupported("does not state its axes");
    }
    int first = place(f, axes.get(0));
    int second = place(f, axes.get(axes.size() - 1));
    return new MatMul(f.name(), f.inputs(), f.rank() == 2 && first == 1, second == 2);
  }

  private static int place(Fields f, int axis) {
    int place = f.place(axis);
    if (place < 1 || place > f.rank()) {
      throw f.unsupported("multiplies along axis " + axis);
    }
    return place;
  }

  /** Called with query, value and, unless the values are the keys, key. */
  static Layer multiHeadAttention(Fields f) {
    f.require("attention_axes", "[1]", "[1,2]");
    f.require("use_gate", "false").require("sliding_window").require("flash_attention", "false");
    f.value("dropout");
    f.value("seed");
    int keySize = f.integer("key_dim");
    return new MultiHeadAttention(
        f.name(),
        queryValueKey(f),
        f.integer("num_heads"),
        keySize,
        f.integer("value_dim", keySize),
        f.length("output_shape", 0),
        f.bool("use_bias", true));
  }

  private static List<String> queryValueKey(Fields f) {
    f.require("use_causal_mask", "false");
    f.value("return_attention_scores");
    List<String> inputs = new ArrayList<>(f.inputs());
    if (inputs.size() == 2) {
      inputs.add(inputs.get(1));
    }
    return inputs;
  }

  /** {@code x[:, 0]} and the like, as Keras 3 calls it and as TensorFlow's Keras does. */
  static Layer slice(Fields f) {
    f.require("function", "\"__operators__.getitem\"");
    JsonNode spec = f.value("slice_spec");
    JsonNode stated = spec.isMissingNode() ? f.value(InboundNodes.place(1)) : spec;
    List<JsonNode> places = places(f, stated);
    boolean turns = isTurned(places.get(places.size() - 1));
    if (turns) {
      places.remove(places.size() - 1);
    }
    List<Slice.Range> ranges = new ArrayList<>();
    for (JsonNode place : places) {
      ranges.add(range(f, place));
    }
    if (turns && ranges.stream().allMatch(Slice.Range.ALL::equals)) {
      return MovingLayers.reversed(f);
    }
    if (ranges.isEmpty() || !ranges.get(0).equals(Slice.Range.ALL)) {
      throw f.unsupported("takes some of the images of a batch");
    }
    return new Slice(f.name(), f.input(), ranges.subList(1, ranges.size()));
  }

  /** One for each axis where an ellipsis stands for some, and none is one. */
  private static List<JsonNode> places(Fields f, JsonNode stated) {
    JsonNode listed = stated.has("items") ? stated.path("items") : stated;
    List<JsonNode> places = new ArrayList<>();
    for (JsonNode place : listed.isArray() ? listed : List.of(listed)) {
      if (place.path("class_name").asText().equals("__ellipsis__")) {
        int axes = Math.max(0, f.rank() + 2 - listed.size());
        places.addAll(Collections.nCopies(axes, WHOLE));
      } else {
        places.add(place);
      }
    }
    if (places.isEmpty()) {
      places.add(WHOLE);
    }
    return places;
  }

  /** {@code ::-1}. */
  private static boolean isTurned(JsonNode place) {
    JsonNode slice = place.has("config") ? place.path("config") : place;
    return slice.path("start").isNull()
        && slice.path("stop").isNull()
        && slice.path("step").asInt() == -1;
  }

  private static Slice.Range range(Fields f, JsonNode place) {
    if (place.canConvertToInt()) {
      return Slice.Range.single(place.asInt());
    }
    JsonNode slice = place.has("config") ? place.path("config") : place;
    JsonNode step = slice.path("step");
    if (!slice.has("start") || !(step.isNull() || step.asInt() == 1)) {
      throw f.unsupported("takes places of an axis otherwise than from one to another");
    }
    return new Slice.Range(
        end(f, slice.path("start"), 0), end(f, slice.path("stop"), Slice.Range.END), false);
  }

  private static int end(Fields f, JsonNode index, int byDefault) {
    if (index.isNull() || index.isMissingNode()) {
      return byDefault;
    }
    if (!index.canConvertToInt()) {
      throw f.unsupported("takes places from or to " + index + ", which is no number");
    }
    return index.asInt();
  }
}
