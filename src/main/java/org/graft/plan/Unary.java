package org.graft.plan;

import java.util.List;

/** A layer with one input. */
public sealed interface Unary extends Layer
    permits Activate,
        BatchNorm,
        Clip,
        ConstantPad,
        CenterCrop,
        ConvTranspose2d,
        Convolution,
        Crop2d,
        Dense,
        Dropout,
        ElementScale,
        Elu,
        FakeQuantize,
        Flatten,
        GlobalPool,
        GraphBlock,
        GroupNorm,
        LayerNorm,
        LayerScale,
        LocalResponseNorm,
        MirrorPad2d,
        Noise,
        Normalize,
        PRelu,
        Permute,
        Pool2d,
        PositionEmbedding,
        Power,
        Rectify,
        Reduce,
        Rescale,
        Reshape,
        Resize2d,
        ReverseChannels,
        RmsNorm,
        Slice,
        Select,
        Standardize,
        UnitNorm,
        UpSample2d,
        ZeroPad2d {
  /** Name of the layer whose output comes in. */
  String input();

  /** The same layer reading another one. */
  Unary withInput(String source);

  /** The output's shape for this input's. */
  default Shape outputShape(Shape in) {
    return in;
  }

  /** The arrays needed for this input's shape, in Keras' order. */
  default List<Parameter> parameters(Shape in) {
    return List.of();
  }

  @Override
  default List<String> inputs() {
    return List.of(input());
  }

  @Override
  default Layer withInputs(List<String> sources) {
    return withInput(sources.get(0));
  }

  @Override
  default Shape outputShape(List<Shape> inputs) {
    return outputShape(inputs.get(0));
  }

  @Override
  default List<Parameter> parameters(List<Shape> inputs) {
    return parameters(inputs.get(0));
  }
}
