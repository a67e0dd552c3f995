package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.graft.plan.Layer;
import org.graft.plan.Resize2d;
import org.graft.plan.UpSample2d;

/**
 * Where pixels are still whole numbers, as they came in: what Keras 3 makes of them by blending it
 * rounds to whole numbers again, which no layer of a plan does.
 */
final class WholeNumbers {
  private static final Set<String> WHOLE = Set.of("uint8", "int8", "int16", "int32", "int64");

  /** What gives whole numbers for whole numbers. */
  private static final Set<String> KEEPING =
      Set.of(
          "Concatenate",
          "Cropping2D",
          "Dropout",
          "Flatten",
          "Flip",
          "GaussianDropout",
          "GaussianNoise",
          "GetItem",
          "Identity",
          "MaxPooling2D",
          "Permute",
          "RandomContrast",
          "RandomGrayscale",
          "Repeat",
          "Reshape",
          "Resize",
          "Resizing",
          "SpatialDropout2D",
          "Stack",
          "Take",
          "Transpose",
          "UpSampling2D",
          "ZeroPadding2D");

  private final KerasDialect words;
  private final Set<String> whole = new HashSet<>();

  WholeNumbers(KerasDialect words) {
    this.words = words;
  }

  /** Takes a layer, of which the reading is {@code read}; why it cannot be read, if so. */
  Optional<String> add(LayerConfig layer, Layer read) {
    boolean all = !layer.inputs().isEmpty() && whole.containsAll(layer.inputs());
    if (layer.isInput() ? comesWhole(layer) : all && KEEPING.contains(layer.className())) {
      whole.add(layer.name());
    }
    return words == KerasDialect.KERAS_3 && all && blends(read)
        ? Optional.of(
            "rounds what it blends, since its images come in as whole numbers; save the network with"
                + " an input of dtype float32, or with a Rescaling before it")
        : Optional.empty();
  }

  private static boolean comesWhole(LayerConfig input) {
    JsonNode dtype = input.fields().path("dtype");
    JsonNode name = dtype.isObject() ? dtype.path("config").path("name") : dtype;
    return WHOLE.contains(name.asText());
  }

  private static boolean blends(Layer layer) {
    return (layer instanceof Resize2d map && map.interpolation() != Resize2d.ResizeMethod.NEAREST)
        || (layer instanceof UpSample2d up && up.interpolation() != Resize2d.ResizeMethod.NEAREST);
  }
}
