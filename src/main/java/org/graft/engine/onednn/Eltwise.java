package org.graft.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_abs;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_clip;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_elu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_exp;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_erf;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_hardswish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_log;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logsigmoid;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_mish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_soft_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_sqrt;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_square;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_swish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;

import java.util.List;
import java.util.Optional;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Clip;
import org.graft.plan.Dropout;
import org.graft.plan.Elu;
import org.graft.plan.Layer;
import org.graft.plan.Noise;
import org.graft.plan.Rectify;

/** A function of single values that oneDNN has, by itself or behind another primitive. */
record Eltwise(int algorithm, float alpha, float beta) {
  /** Klambauer et al. 2017. */
  private static final float SELU_ALPHA = 1.6732632f;

  private static final float SELU_SCALE = 1.0507010f;

  /** The functions that a layer is, one behind the other; empty for a layer that is none. */
  static Optional<List<Eltwise>> of(Layer layer) {
    if (layer instanceof Activate activate) {
      return of(activate.activation());
    }
    if (layer instanceof Rectify rectify) {
      return of(rectify);
    }
    if (layer instanceof Clip clip) {
      return Optional.of(List.of(clip((float) clip.least(), (float) clip.most())));
    }
    if (layer instanceof Elu elu) {
      return Optional.of(List.of(new Eltwise(dnnl_eltwise_elu, (float) elu.alpha(), 0)));
    }
    return layer instanceof Dropout || layer instanceof Noise
        ? Optional.of(List.of())
        : Optional.empty();
  }

  private static Optional<List<Eltwise>> of(Rectify layer) {
    if (layer.threshold() != 0 || (layer.slope() != 0 && Double.isFinite(layer.maximum()))) {
      return Optional.empty();
    }
    return Optional.of(
        List.of(
            Double.isFinite(layer.maximum())
                ? clip(0, (float) layer.maximum())
                : relu((float) layer.slope())));
  }

  /** Empty for a function that oneDNN does not have. */
  static Optional<List<Eltwise>> of(Activation activation) {
    return Optional.ofNullable(
        switch (activation) {
          case LINEAR -> List.of();
          case RELU -> List.of(relu(0));
          case RELU6 -> List.of(clip(0, 6));
          case LEAKY_RELU -> List.of(relu(0.2f));
          case ELU -> List.of(new Eltwise(dnnl_eltwise_elu, 1, 0));
          case SELU -> List.of(new Eltwise(dnnl_eltwise_elu, SELU_ALPHA, 0), linear(SELU_SCALE, 0));
          case GELU -> List.of(new Eltwise(dnnl_eltwise_gelu_erf, 0, 0));
          case GELU_TANH -> List.of(new Eltwise(dnnl_eltwise_gelu_tanh, 0, 0));
          case SILU -> List.of(new Eltwise(dnnl_eltwise_swish, 1, 0));
          case SIGMOID -> List.of(new Eltwise(dnnl_eltwise_logistic, 0, 0));
          case HARD_SIGMOID -> List.of(linear(1 / 6f, 0.5f), clip(0, 1));
          case STEEP_HARD_SIGMOID -> List.of(linear(0.2f, 0.5f), clip(0, 1));
          case HARD_SILU -> List.of(new Eltwise(dnnl_eltwise_hardswish, 0, 0));
          case TANH -> List.of(new Eltwise(dnnl_eltwise_tanh, 0, 0));
          case SOFTPLUS -> List.of(new Eltwise(dnnl_eltwise_soft_relu, 0, 0));
          case EXPONENTIAL -> List.of(new Eltwise(dnnl_eltwise_exp, 0, 0));
          case LOG -> List.of(new Eltwise(dnnl_eltwise_log, 0, 0));
          case SQUARE -> List.of(new Eltwise(dnnl_eltwise_square, 0, 0));
          case SQRT -> List.of(new Eltwise(dnnl_eltwise_sqrt, 0, 0));
          case ABSOLUTE -> List.of(new Eltwise(dnnl_eltwise_abs, 0, 0));
          case MISH -> List.of(new Eltwise(dnnl_eltwise_mish, 0, 0));
          case LOG_SIGMOID -> List.of(new Eltwise(dnnl_eltwise_logsigmoid, 0, 0));
          case HARD_TANH -> List.of(clip(-1, 1));
          case SPARSE_SIGMOID -> List.of(linear(0.5f, 0.5f), clip(0, 1));
          default -> null;
        });
  }

  private static Eltwise relu(float slope) {
    return new Eltwise(dnnl_eltwise_relu, slope, 0);
  }

  private static Eltwise clip(float least, float most) {
    return new Eltwise(dnnl_eltwise_clip, least, most);
  }

  private static Eltwise linear(float factor, float summand) {
    return new Eltwise(dnnl_eltwise_linear, factor, summand);
  }
}
