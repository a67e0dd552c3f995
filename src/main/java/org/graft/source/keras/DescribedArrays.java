package org.graft.source.keras;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.graft.plan.Conv2d;
import org.graft.plan.Dense;
import org.graft.plan.ElementScale;
import org.graft.plan.Layer;
import org.graft.plan.Parameter;
import org.graft.plan.Plan;
import org.graft.plan.PositionEmbedding;
import org.graft.plan.Size2d;
import org.graft.plan.Weights;

/** The arrays that a description itself holds or means, by the layers that need them. */
public final class DescribedArrays {
  /** What {@code rgb_to_grayscale} takes of each colour. */
  private static final float[] LUMA = {0.2989f, 0.587f, 0.114f};

  private static final Set<String> GREY = Set.of("RGBToGrayscale", "image.rgb_to_grayscale");
  private static final Set<String> DIFFERENCES = Set.of("Subtract", "math.subtract", "subtract");
  private static final Set<String> QUOTIENTS =
      Set.of("Divide", "TrueDivide", "math.truediv", "math.divide");

  private DescribedArrays() {}

  /**
   * Those of the layers of {@code plan}, which was made of {@code config}, by these layers' names.
   */
  public static Map<String, StoredLayer> of(ModelConfig config, Plan plan) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    plan.layers().forEach(layer -> layers.put(layer.name(), layer));
    Map<String, StoredLayer> found = new LinkedHashMap<>();
    for (LayerConfig layer : config.layers()) {
      Optional.ofNullable(layers.get(layer.name()))
          .flatMap(made -> of(layer, made))
          .ifPresent(stored -> found.put(layer.name(), stored));
    }
    return found;
  }

  private static Optional<StoredLayer> of(LayerConfig config, Layer layer) {
    if (layer instanceof PositionEmbedding places) {
      return called(config, new Parameter(Weights.EMBEDDINGS, places.shape().axes()));
    }
    if (layer instanceof ElementScale places) {
      return called(config, new Parameter(Weights.GAMMA, places.shape().axes()));
    }
    if (layer instanceof Dense && isOneOf(GREY, config)) {
      return Optional.of(stored(config, new Parameter(Weights.KERNEL, LUMA.length, 1), LUMA));
    }
    if (layer instanceof Conv2d conv && config.className().equals("ExtractPatches")) {
      return Optional.of(identity(config, eye(conv)));
    }
    return Optional.empty();
  }

  private static Parameter eye(Conv2d patches) {
    Size2d size = patches.window().size();
    int channels = patches.filters() / (size.height() * size.width());
    return new Parameter(Weights.KERNEL, size.height(), size.width(), channels, patches.filters());
  }

  /** A kernel that takes each cell of its window as it is. */
  private static StoredLayer identity(LayerConfig config, Parameter kernel) {
    int width = kernel.shape()[3];
    return stored(
        config,
        kernel,
        () -> {
          float[] values = new float[width * width];
          for (int i = 0; i < width; i++) {
            values[i * width + i] = 1;
          }
          return values;
        });
  }

  /** The array that a layer is called with, as it is added or multiplied. */
  private static Optional<StoredLayer> called(LayerConfig config, Parameter parameter) {
    return Constant.called(config.fields())
        .map(constant -> stored(config, parameter, numbers(config, constant)));
  }

  private static float[] numbers(LayerConfig config, Constant constant) {
    float[] numbers = constant.numbers();
    boolean minus = isOneOf(DIFFERENCES, config);
    boolean inverse = isOneOf(QUOTIENTS, config);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = minus ? -numbers[i] : inverse ? 1 / numbers[i] : numbers[i];
    }
    return numbers;
  }

  private static boolean isOneOf(Set<String> names, LayerConfig config) {
    return names.contains(config.className())
        || names.contains(config.fields().path("function").asText());
  }

  private static StoredLayer stored(LayerConfig config, Parameter parameter, float... values) {
    return stored(config, parameter, () -> values);
  }

  private static StoredLayer stored(
      LayerConfig config, Parameter parameter, Supplier<float[]> values) {
    return new StoredLayer(
        config.name(), List.of(new StoredArray(parameter.name(), parameter.shape(), values)));
  }
}
