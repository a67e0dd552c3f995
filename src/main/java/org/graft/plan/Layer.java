package org.graft.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * One layer of a network in inference mode, under its Keras name. Maps are {@code [height, width,
 * channels]}, float32. A layer knows its shape rule and the arrays that it needs; how it is
 * computed is the business of whoever emits it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(Input.class),
  @JsonSubTypes.Type(ReverseChannels.class),
  @JsonSubTypes.Type(Rescale.class),
  @JsonSubTypes.Type(Normalize.class),
  @JsonSubTypes.Type(Conv2d.class),
  @JsonSubTypes.Type(DepthwiseConv2d.class),
  @JsonSubTypes.Type(SeparableConv2d.class),
  @JsonSubTypes.Type(ConvTranspose2d.class),
  @JsonSubTypes.Type(Dense.class),
  @JsonSubTypes.Type(BatchNorm.class),
  @JsonSubTypes.Type(LayerNorm.class),
  @JsonSubTypes.Type(LayerScale.class),
  @JsonSubTypes.Type(ElementScale.class),
  @JsonSubTypes.Type(Standardize.class),
  @JsonSubTypes.Type(PositionEmbedding.class),
  @JsonSubTypes.Type(GroupNorm.class),
  @JsonSubTypes.Type(RmsNorm.class),
  @JsonSubTypes.Type(UnitNorm.class),
  @JsonSubTypes.Type(Activate.class),
  @JsonSubTypes.Type(Rectify.class),
  @JsonSubTypes.Type(Elu.class),
  @JsonSubTypes.Type(PRelu.class),
  @JsonSubTypes.Type(Pool2d.class),
  @JsonSubTypes.Type(GlobalPool.class),
  @JsonSubTypes.Type(UpSample2d.class),
  @JsonSubTypes.Type(ZeroPad2d.class),
  @JsonSubTypes.Type(Crop2d.class),
  @JsonSubTypes.Type(CenterCrop.class),
  @JsonSubTypes.Type(Concat.class),
  @JsonSubTypes.Type(Elementwise.class),
  @JsonSubTypes.Type(MultiHeadAttention.class),
  @JsonSubTypes.Type(SingleHeadAttention.class),
  @JsonSubTypes.Type(MatMul.class),
  @JsonSubTypes.Type(ScaledAdd.class),
  @JsonSubTypes.Type(Flatten.class),
  @JsonSubTypes.Type(Reshape.class),
  @JsonSubTypes.Type(Permute.class),
  @JsonSubTypes.Type(Slice.class),
  @JsonSubTypes.Type(Dropout.class),
  @JsonSubTypes.Type(Noise.class),
  @JsonSubTypes.Type(Clip.class),
  @JsonSubTypes.Type(FakeQuantize.class),
  @JsonSubTypes.Type(LocalResponseNorm.class),
  @JsonSubTypes.Type(Reduce.class),
  @JsonSubTypes.Type(Resize2d.class),
  @JsonSubTypes.Type(MirrorPad2d.class),
  @JsonSubTypes.Type(ConstantPad.class),
  @JsonSubTypes.Type(Select.class),
  @JsonSubTypes.Type(Power.class),
  @JsonSubTypes.Type(GraphBlock.class),
})
public sealed interface Layer permits Input, Unary, Merge {
  /** Keras' name of the layer, unique in a plan. */
  String name();

  /** Names of the layers whose outputs come in, in order. */
  List<String> inputs();

  /** The output's shape for these input shapes; an axis may be free or, if too small, 0. */
  Shape outputShape(List<Shape> inputs);

  /** The arrays that the layer needs, in Keras' order; none for most kinds. */
  List<Parameter> parameters(List<Shape> inputs);

  /** The same layer reading other layers, in order. */
  Layer withInputs(List<String> sources);

  /** The kind's name, as {@code graft layers} shows it. */
  default String kind() {
    return getClass().getSimpleName();
  }
}
