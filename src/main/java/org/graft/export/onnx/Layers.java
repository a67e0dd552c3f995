package org.graft.export.onnx;

import org.graft.plan.Activate;
import org.graft.plan.BatchNorm;
import org.graft.plan.CenterCrop;
import org.graft.plan.Clip;
import org.graft.plan.CommonKind;
import org.graft.plan.Concat;
import org.graft.plan.ConstantPad;
import org.graft.plan.Conv2d;
import org.graft.plan.ConvTranspose2d;
import org.graft.plan.Crop2d;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Elementwise;
import org.graft.plan.Elu;
import org.graft.plan.FakeQuantize;
import org.graft.plan.GlobalPool;
import org.graft.plan.GraphBlock;
import org.graft.plan.GroupNorm;
import org.graft.plan.Layer;
import org.graft.plan.LayerNorm;
import org.graft.plan.LocalResponseNorm;
import org.graft.plan.MatMul;
import org.graft.plan.MirrorPad2d;
import org.graft.plan.MultiHeadAttention;
import org.graft.plan.Normalize;
import org.graft.plan.Permute;
import org.graft.plan.Pool2d;
import org.graft.plan.Power;
import org.graft.plan.RareKind;
import org.graft.plan.Rectify;
import org.graft.plan.Reduce;
import org.graft.plan.Rescale;
import org.graft.plan.Resize2d;
import org.graft.plan.ReverseChannels;
import org.graft.plan.RmsNorm;
import org.graft.plan.ScaledAdd;
import org.graft.plan.Select;
import org.graft.plan.SeparableConv2d;
import org.graft.plan.SingleHeadAttention;
import org.graft.plan.Slice;
import org.graft.plan.Standardize;
import org.graft.plan.UnitNorm;
import org.graft.plan.UpSample2d;
import org.graft.plan.Weights;
import org.graft.plan.ZeroPad2d;

/** How each layer of a plan is said in ONNX: one line a layer kind. */
final class Layers {
  private Layers() {}

  /** What a layer gives. */
  static Flow flow(Layer layer, PlanTranslation plan) {
    Sheet sheet = new Sheet(layer, plan);
    return layer.kind() instanceof CommonKind kind
        ? common(kind, layer, sheet)
        : rare((RareKind) layer.kind(), layer, sheet);
  }

  private static Flow common(CommonKind kind, Layer l, Sheet s) {
    return switch (kind) {
      case INPUT -> throw new IllegalArgumentException(l.name() + " is given, not computed");
      case REVERSE_CHANNELS -> AxisLayers.reversed((ReverseChannels) l, s);
      case RESCALE -> CellLayers.rescaled((Rescale) l, s);
      case NORMALIZE -> CellLayers.affine(s, s.plan().model().affine((Normalize) l));
      case CONV2D -> WindowLayers.conv((Conv2d) l, s);
      case DEPTHWISE_CONV2D -> WindowLayers.depthwise((DepthwiseConv2d) l, s);
      case SEPARABLE_CONV2D -> WindowLayers.separable((SeparableConv2d) l, s);
      case DENSE -> CellLayers.dense((Dense) l, s);
      case BATCH_NORM -> CellLayers.affine(s, s.plan().model().affine((BatchNorm) l));
      case LAYER_NORM -> NormLayers.layerNorm((LayerNorm) l, s);
      case LAYER_SCALE -> CellLayers.by("Mul", Weights.GAMMA, s);
      case ACTIVATE -> FunctionLayers.applied(s, s.in(), ((Activate) l).activation());
      case RECTIFY -> FunctionLayers.rectified((Rectify) l, s);
      case ELU -> FunctionLayers.elu((Elu) l, s);
      case PRELU -> CellLayers.by("PRelu", Weights.ALPHA, s);
      case CLIP -> FunctionLayers.clipped((Clip) l, s);
      case POOL2D -> WindowLayers.pool((Pool2d) l, s);
      case GLOBAL_POOL -> AxisLayers.globalPool((GlobalPool) l, s);
      case UP_SAMPLE2D -> ResizeLayers.upSampled((UpSample2d) l, s);
      case ZERO_PAD2D -> PartLayers.zeroPadded((ZeroPad2d) l, s);
      case CROP2D -> PartLayers.cropped((Crop2d) l, s);
      case CONCAT -> JoinLayers.concat((Concat) l, s);
      case ELEMENTWISE -> JoinLayers.joined((Elementwise) l, s);
      case SCALED_ADD -> JoinLayers.scaledAdd((ScaledAdd) l, s);
      case FLATTEN, RESHAPE -> s.reshaped(s.in(), s.out());
      case PERMUTE -> AxisLayers.permuted((Permute) l, s);
      case DROPOUT, NOISE -> s.in();
    };
  }

  private static Flow rare(RareKind kind, Layer l, Sheet s) {
    return switch (kind) {
      case CONV_TRANSPOSE2D -> WindowLayers.transposed((ConvTranspose2d) l, s);
      case GROUP_NORM -> NormLayers.groupNorm((GroupNorm) l, s);
      case RMS_NORM -> NormLayers.rmsNorm((RmsNorm) l, s);
      case UNIT_NORM -> NormLayers.unitNorm((UnitNorm) l, s);
      case POSITION_EMBEDDING -> CellLayers.by("Add", Weights.EMBEDDINGS, s);
      case ELEMENT_SCALE -> CellLayers.by("Mul", Weights.GAMMA, s);
      case STANDARDIZE -> NormLayers.standardized((Standardize) l, s);
      case CENTER_CROP -> PartLayers.centred((CenterCrop) l, s);
      case MULTI_HEAD_ATTENTION -> AttentionLayers.multiHead((MultiHeadAttention) l, s);
      case SINGLE_HEAD_ATTENTION -> AttentionLayers.singleHead((SingleHeadAttention) l, s);
      case MAT_MUL -> JoinLayers.product((MatMul) l, s);
      case SLICE -> PartLayers.sliced((Slice) l, s);
      case POWER -> s.each("Pow", s.in(), s.number("exponent", ((Power) l).exponent()));
      case FAKE_QUANTIZE -> FunctionLayers.quantized((FakeQuantize) l, s);
      case LOCAL_RESPONSE_NORM -> WindowLayers.localResponse((LocalResponseNorm) l, s);
      case REDUCE -> AxisLayers.reduced((Reduce) l, s);
      case RESIZE2D -> ResizeLayers.resized((Resize2d) l, s);
      case MIRROR_PAD2D -> PartLayers.mirrored((MirrorPad2d) l, s);
      case CONSTANT_PAD -> PartLayers.padded((ConstantPad) l, s);
      case GRAPH_BLOCK -> BlockLayers.block((GraphBlock) l, s);
      case SELECT -> AxisLayers.selected((Select) l, s);
    };
  }
}
