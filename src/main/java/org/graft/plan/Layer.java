package org.graft.plan;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.graft.storage.RecordCopy;
import org.graft.storage.RecordNames;

/**
 * One layer of a network in inference mode, under its Keras name. Maps are {@code [height, width,
 * channels]}, float32. A layer knows its shape rule and the arrays that it needs; how it is
 * computed is the business of whoever emits it. In JSON, {@code kind} is the record's name.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "kind")
@JsonTypeIdResolver(Layer.LayerNames.class)
public sealed interface Layer permits Input, Unary, Merge {
  /** Keras' name of the layer, unique in a plan. */
  String name();

  /** Names of the layers whose outputs come in, in order. */
  List<String> inputs();

  /** The output's shape for these input shapes; an axis may be free or, if too small, 0. */
  Shape outputShape(List<Shape> inputs);

  /** The arrays that the layer needs, in Keras' order; none for most kinds. */
  List<Parameter> parameters(List<Shape> inputs);

  default LayerKind kind() {
    return LayerKind.of(getClass());
  }

  /** The same layer reading other layers, in order. */
  default Layer withInputs(List<String> sources) {
    return sources.equals(inputs())
        ? this
        : RecordCopy.of(this, Map.of("input", sources.get(0), "inputs", sources));
  }

  /** The same layer where the layers that it reads are called otherwise. */
  default Layer withInputs(UnaryOperator<String> renamed) {
    return withInputs(inputs().stream().map(renamed).toList());
  }

  /** The kind's name, as {@code graft layers} shows it. */
  default String kindName() {
    return getClass().getSimpleName();
  }

  /** What layers are called in JSON. */
  final class LayerNames extends RecordNames {
    LayerNames() {
      super(LayerKind.all().stream().map(LayerKind::type));
    }
  }
}
