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
  RAW(false, Scaling.NONE),
  /** To BGR, minus the ImageNet means (103.939, 116.779, 123.68), not scaled. */
  CAFFE(true, Scaling.MEANS),
  /** {@code x / 127.5 - 1}: values -1..1. */
  TF(false, Scaling.SIGNED),
  /** {@code (x / 255 - mean) / deviation} by channel. */
  TORCH(false, Scaling.STANDARD),
  /** {@code x / 255}: values 0..1. */
  UNIT(false, Scaling.UNIT),
  /** To BGR, else nothing: for networks whose images were read so, as OpenCV does. */
  RAW_BGR(true, Scaling.NONE),
  /** As {@link #CAFFE}, left in RGB. */
  CAFFE_RGB(false, Scaling.MEANS),
  /** As {@link #TF}, to BGR. */
  TF_BGR(true, Scaling.SIGNED),
  /** As {@link #TORCH}, to BGR. */
  TORCH_BGR(true, Scaling.STANDARD),
  /** As {@link #UNIT}, to BGR. */
  UNIT_BGR(true, Scaling.UNIT);

  private static final String REVERSED = "preprocessing_bgr";
  private static final String RESCALED = "preprocessing";

  private final boolean toBgr;
  private final Scaling scaling;

  Preprocessing(boolean toBgr, Scaling scaling) {
    this.toBgr = toBgr;
    this.scaling = scaling;
  }

  /** {@code x * scale + offset} by channel, in the order RGB, before the channels turn. */
  private enum Scaling {
    NONE,
    MEANS,
    UNIT,
    SIGNED,
    STANDARD;

    List<Float> scale() {
      return switch (this) {
        case NONE, MEANS -> List.of(1f, 1f, 1f);
        case UNIT -> List.of(1 / 255f, 1 / 255f, 1 / 255f);
        case SIGNED -> List.of(1 / 127.5f, 1 / 127.5f, 1 / 127.5f);
        case STANDARD -> List.of(1 / (255 * 0.229f), 1 / (255 * 0.224f), 1 / (255 * 0.225f));
      };
    }

    List<Float> offset() {
      return switch (this) {
        case NONE, UNIT -> List.of(0f, 0f, 0f);
        case MEANS -> List.of(-123.68f, -116.779f, -103.939f);
        case SIGNED -> List.of(-1f, -1f, -1f);
        case STANDARD -> List.of(-0.485f / 0.229f, -0.456f / 0.224f, -0.406f / 0.225f);
      };
    }
  }

  /** The preprocessing of that name, in any case; a user's mistake for any other. */
  public static Preprocessing of(String name) {
    return Arrays.stream(values())
        .filter(
            p -> p.toString().equalsIgnoreCase(name) || (p == RAW && name.equalsIgnoreCase("none")))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    ("there is no preprocessing '%s'; there are raw, caffe, tf, torch, unit, and for"
                            + " the other order of channels raw-bgr, caffe-rgb, tf-bgr, torch-bgr, unit-bgr")
                        .formatted(name)));
  }

  /** The layers that do it to what {@code input} gives; none for {@link #RAW}. */
  public List<Layer> layers(String input) {
    List<Layer> layers = new ArrayList<>();
    if (toBgr) {
      layers.add(new ReverseChannels(REVERSED, input));
    }
    if (scaling != Scaling.NONE) {
      layers.add(new Rescale(RESCALED, toBgr ? REVERSED : input, scale(), offset()));
    }
    return layers;
  }

  /** Whether the channels leave in the order blue, green, red. */
  public boolean isBgr() {
    return toBgr;
  }

  /** Factor of each channel, in the order in which they leave. */
  public List<Float> scale() {
    return turned(scaling.scale());
  }

  /** Added to each channel after that, in the same order. */
  public List<Float> offset() {
    return turned(scaling.offset());
  }

  private List<Float> turned(List<Float> channels) {
    return toBgr ? List.of(channels.get(2), channels.get(1), channels.get(0)) : channels;
  }

  /** This preprocessing built into {@code model}, which then takes RGB pixels 0..255. */
  public Model prependTo(Model model) {
    Input input = model.plan().input();
    return new Model(model.plan().begunWith(input, layers(input.name())), model.weights());
  }

  /** The same for square images of that side. */
  public Model prependTo(Model model, int side) {
    return prependTo(model).forImages(model.plan().square(side));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
