package org.graft.plan;

/**
 * Kinds that many networks have: engines and gradients say of each whether they have forms of their
 * own for it.
 */
public enum CommonKind implements LayerKind {
  INPUT(Input.class),
  REVERSE_CHANNELS(ReverseChannels.class),
  RESCALE(Rescale.class),
  NORMALIZE(Normalize.class),
  CONV2D(Conv2d.class),
  DEPTHWISE_CONV2D(DepthwiseConv2d.class),
  SEPARABLE_CONV2D(SeparableConv2d.class),
  DENSE(Dense.class),
  BATCH_NORM(BatchNorm.class),
  LAYER_NORM(LayerNorm.class),
  LAYER_SCALE(LayerScale.class),
  ACTIVATE(Activate.class),
  RECTIFY(Rectify.class),
  ELU(Elu.class),
  PRELU(PRelu.class),
  CLIP(Clip.class),
  POOL2D(Pool2d.class),
  GLOBAL_POOL(GlobalPool.class),
  UP_SAMPLE2D(UpSample2d.class),
  ZERO_PAD2D(ZeroPad2d.class),
  CROP2D(Crop2d.class),
  CONCAT(Concat.class),
  ELEMENTWISE(Elementwise.class),
  SCALED_ADD(ScaledAdd.class),
  FLATTEN(Flatten.class),
  RESHAPE(Reshape.class),
  PERMUTE(Permute.class),
  DROPOUT(Dropout.class),
  NOISE(Noise.class);

  private final Class<? extends Layer> type;

  CommonKind(Class<? extends Layer> type) {
    this.type = type;
  }

  @Override
  public Class<? extends Layer> type() {
    return type;
  }
}
