package org.graft.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Rewrite rule: a network of grey images takes RGB ones. A convolution of one cell before it gives
 * their luma, {@code 0.299 R + 0.587 G + 0.114 B} (ITU-R BT.601, as Pillow and TensorFlow turn
 * pictures grey), which of a grey picture in three equal channels is that picture.
 */
public final class Luma {
  private static final String NAME = "grey";
  private static final int RGB = 3;
  private static final float[] SHARES = {0.299f, 0.587f, 0.114f};

  private Luma() {}

  /** {@code model} for RGB images; itself if its images do not have one channel. */
  public static Model prependTo(Model model) {
    Input input = model.plan().input();
    if (input.shape().channels() != 1) {
      return model;
    }
    String name = model.plan().find(NAME).isPresent() ? input.name() + "_" + NAME : NAME;
    int[] axes = input.shape().axes();
    axes[axes.length - 1] = RGB;
    Window cell = new Window(Size2d.square(1), Size2d.square(1), Padding.VALID);
    Layer grey = new Conv2d(name, input.name(), 1, cell, 1, false, Activation.LINEAR);
    Plan plan = model.plan().begunWith(new Input(input.name(), new Shape(axes)), List.of(grey));
    Tensor kernel = new Tensor(SHARES, 1, 1, RGB, 1);
    Weights luma = Weights.builder().put(name, Weights.KERNEL, kernel).build();
    return new Model(plan, model.weights().with(luma));
  }

  /** The layer that turns pictures grey, if the network has been made for grey ones. */
  public static Optional<String> layer(Model model) {
    return model.plan().layers().stream()
        .filter(l -> l instanceof Conv2d conv && conv.filters() == 1 && !conv.bias())
        .map(Layer::name)
        .filter(name -> name.endsWith(NAME))
        .filter(name -> Arrays.equals(model.weights().get(name, Weights.KERNEL).values(), SHARES))
        .findFirst();
  }
}
