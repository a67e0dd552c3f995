package org.graft.export.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.graft.plan.Activate;
import org.graft.plan.BatchNorm;
import org.graft.plan.CenterCrop;
import org.graft.plan.Clip;
import org.graft.plan.Concat;
import org.graft.plan.ConstantPad;
import org.graft.plan.Conv2d;
import org.graft.plan.ConvTranspose2d;
import org.graft.plan.Crop2d;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Dropout;
import org.graft.plan.ElementScale;
import org.graft.plan.Elementwise;
import org.graft.plan.Elu;
import org.graft.plan.FakeQuantize;
import org.graft.plan.Flatten;
import org.graft.plan.GlobalPool;
import org.graft.plan.GraphBlock;
import org.graft.plan.GroupNorm;
import org.graft.plan.Layer;
import org.graft.plan.LayerNorm;
import org.graft.plan.LayerScale;
import org.graft.plan.LocalResponseNorm;
import org.graft.plan.MatMul;
import org.graft.plan.MirrorPad2d;
import org.graft.plan.MultiHeadAttention;
import org.graft.plan.Noise;
import org.graft.plan.Normalize;
import org.graft.plan.PRelu;
import org.graft.plan.Permute;
import org.graft.plan.Pool2d;
import org.graft.plan.PositionEmbedding;
import org.graft.plan.Power;
import org.graft.plan.Rectify;
import org.graft.plan.Reduce;
import org.graft.plan.Rescale;
import org.graft.plan.Reshape;
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
import org.graft.plan.ZeroPad2d;

/** How each layer of a plan is said in ONNX: one line a layer kind. */
final class Layers {
  /** Rules by kind. */
  static final Map<Class<? extends Layer>, BiFunction<Layer, Sheet, Flow>> TABLE = new HashMap<>();

  static {
    line(Conv2d.class, WindowLayers::conv);
    line(DepthwiseConv2d.class, WindowLayers::depthwise);
    line(SeparableConv2d.class, WindowLayers::separable);
    line(ConvTranspose2d.class, WindowLayers::transposed);
    line(Pool2d.class, WindowLayers::pool);
    line(LocalResponseNorm.class, WindowLayers::localResponse);
    line(Dense.class, CellLayers::dense);
    line(BatchNorm.class, (l, s) -> CellLayers.affine(s, s.plan().model().affine(l)));
    line(Normalize.class, (l, s) -> CellLayers.affine(s, s.plan().model().affine(l)));
    line(Rescale.class, CellLayers::rescaled);
    line(LayerScale.class, CellLayers::layerScale);
    line(ElementScale.class, CellLayers::elementScale);
    line(PositionEmbedding.class, CellLayers::position);
    line(PRelu.class, CellLayers::prelu);
    line(LayerNorm.class, NormLayers::layerNorm);
    line(GroupNorm.class, NormLayers::groupNorm);
    line(RmsNorm.class, NormLayers::rmsNorm);
    line(UnitNorm.class, NormLayers::unitNorm);
    line(Standardize.class, NormLayers::standardized);
    line(Activate.class, (l, s) -> FunctionLayers.applied(s, s.in(), l.activation()));
    line(Rectify.class, FunctionLayers::rectified);
    line(Elu.class, FunctionLayers::elu);
    line(Clip.class, FunctionLayers::clipped);
    line(FakeQuantize.class, FunctionLayers::quantized);
    line(Power.class, (l, s) -> s.each("Pow", s.in(), s.number("exponent", l.exponent())));
    line(Dropout.class, (l, s) -> s.in());
    line(Noise.class, (l, s) -> s.in());
    line(Elementwise.class, JoinLayers::joined);
    line(ScaledAdd.class, JoinLayers::scaledAdd);
    line(Concat.class, JoinLayers::concat);
    line(MatMul.class, JoinLayers::product);
    line(MultiHeadAttention.class, AttentionLayers::multiHead);
    line(SingleHeadAttention.class, AttentionLayers::singleHead);
    line(GlobalPool.class, AxisLayers::globalPool);
    line(Reduce.class, AxisLayers::reduced);
    line(Flatten.class, (l, s) -> s.reshaped(s.in(), s.out()));
    line(Reshape.class, (l, s) -> s.reshaped(s.in(), s.out()));
    line(Permute.class, AxisLayers::permuted);
    line(ReverseChannels.class, AxisLayers::reversed);
    line(Select.class, AxisLayers::selected);
    line(Slice.class, PartLayers::sliced);
    line(Crop2d.class, PartLayers::cropped);
    line(CenterCrop.class, PartLayers::centred);
    line(ZeroPad2d.class, PartLayers::zeroPadded);
    line(ConstantPad.class, PartLayers::padded);
    line(MirrorPad2d.class, PartLayers::mirrored);
    line(UpSample2d.class, ResizeLayers::upSampled);
    line(Resize2d.class, ResizeLayers::resized);
    line(GraphBlock.class, BlockLayers::block);
  }

  private Layers() {}

  /** What a layer gives. */
  static Flow flow(Layer layer, PlanTranslation plan) {
    return TABLE.get(layer.getClass()).apply(layer, new Sheet(layer, plan));
  }

  private static <L extends Layer> void line(Class<L> kind, BiFunction<L, Sheet, Flow> rule) {
    TABLE.put(kind, (layer, sheet) -> rule.apply(kind.cast(layer), sheet));
  }
}
