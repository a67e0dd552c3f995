package org.graft.plan;

/** Kinds that few networks have: SameDiff runs and differentiates them, whatever the engine. */
public enum RareKind implements LayerKind {
  CONV_TRANSPOSE2D(ConvTranspose2d.class),
  GROUP_NORM(GroupNorm.class),
  RMS_NORM(RmsNorm.class),
  UNIT_NORM(UnitNorm.class),
  POSITION_EMBEDDING(PositionEmbedding.class),
  ELEMENT_SCALE(ElementScale.class),
  STANDARDIZE(Standardize.class),
  CENTER_CROP(CenterCrop.class),
  MULTI_HEAD_ATTENTION(MultiHeadAttention.class),
  SINGLE_HEAD_ATTENTION(SingleHeadAttention.class),
  MAT_MUL(MatMul.class),
  SLICE(Slice.class),
  POWER(Power.class),
  FAKE_QUANTIZE(FakeQuantize.class),
  LOCAL_RESPONSE_NORM(LocalResponseNorm.class),
  REDUCE(Reduce.class),
  RESIZE2D(Resize2d.class),
  MIRROR_PAD2D(MirrorPad2d.class),
  CONSTANT_PAD(ConstantPad.class),
  GRAPH_BLOCK(GraphBlock.class),
  SELECT(Select.class);

  private final Class<? extends Layer> type;

  RareKind(Class<? extends Layer> type) {
    this.type = type;
  }

  @Override
  public Class<? extends Layer> type() {
    return type;
  }
}
