package org.graft.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.graft.failure.InputException;

/**
 * What happens to RGB pixels 0..255 before a base sees them, as in {@code
 * keras.applications.imagenet_utils.preprocess_input}.
 */
public enum Preprocessing {
  /** Nothing. */
  RAW,
  /** To BGR, minus the ImageNet means (103.939, 116.779, 123.68), not scaled. */
  CAFFE,
  /** {@code x / 127.5 - 1}: values -1..1. */
  TF,
  /** {@code (x / 255 - mean) / deviation} by channel. */
  TORCH;

  private static final String REVERSED = "preprocessing_bgr";
  private static final String RESCALED = "preprocessing";
  private static final float[] TORCH_MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] TORCH_DEVIATION = {0.229f, 0.224f, 0.225f};

  /** The preprocessing of that name, in any case; a user's mistake for any other. */
  public static Preprocessing of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(p -> p.name().equals(upper) || (p == RAW && upper.equals("NONE")))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "there is no preprocessing '" + name + "'; there are raw, caffe, tf, torch"));
  }

  /** The layers that do it to what {@code input} gives; none for {@link #RAW}. */
  public List<Layer> layers(String input) {
    return switch (this) {
      case RAW -> List.of();
      case CAFFE ->
          List.of(
              new ReverseChannels(REVERSED, input),
              new Rescale(
                  RESCALED,
                  REVERSED,
                  List.of(1f, 1f, 1f),
                  List.of(-103.939f, -116.779f, -123.68f)));
      case TF ->
          List.of(
              new Rescale(
                  RESCALED,
                  input,
                  List.of(1 / 127.5f, 1 / 127.5f, 1 / 127.5f),
                  List.of(-1f, -1f, -1f)));
      case TORCH -> List.of(torch(input));
    };
  }

  /** This preprocessing built into {@code model}, which then takes RGB pixels 0..255. */
  public Model before(Model model) {
    Input input = model.plan().input();
    List<Layer> own = layers(input.name());
    if (own.isEmpty()) {
      return model;
    }
    String last = own.get(own.size() - 1).name();
    List<Layer> all = new ArrayList<>(List.of(input));
    all.addAll(own);
    for (Layer layer : model.plan().layers().subList(1, model.plan().layers().size())) {
      all.add(
          layer.reading(
              layer.inputs().stream().map(i -> i.equals(input.name()) ? last : i).toList()));
    }
    return new Model(new Plan(all), model.weights());
  }

  private static Rescale torch(String input) {
    List<Float> scale = new ArrayList<>();
    List<Float> offset = new ArrayList<>();
    for (int c = 0; c < TORCH_MEAN.length; c++) {
      scale.add(1 / (255 * TORCH_DEVIATION[c]));
      offset.add(-TORCH_MEAN[c] / TORCH_DEVIATION[c]);
    }
    return new Rescale(RESCALED, input, scale, offset);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
