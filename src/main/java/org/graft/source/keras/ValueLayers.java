package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.BatchNorm;
import org.graft.plan.Clip;
import org.graft.plan.Dense;
import org.graft.plan.Dropout;
import org.graft.plan.Elementwise;
import org.graft.plan.Elu;
import org.graft.plan.GroupNorm;
import org.graft.plan.Layer;
import org.graft.plan.LayerNorm;
import org.graft.plan.LayerScale;
import org.graft.plan.Noise;
import org.graft.plan.Normalize;
import org.graft.plan.PRelu;
import org.graft.plan.Power;
import org.graft.plan.Rectify;
import org.graft.plan.Rescale;
import org.graft.plan.RmsNorm;
import org.graft.plan.ScaledAdd;
import org.graft.plan.UnitNorm;

/** Keras classes that change values and leave them where they are. */
final class ValueLayers {
  private static final List<Double> ONE = List.of(1.0);
  private static final double RELU6_LIMIT = 6;

  /** Of both normalisations where a description leaves it out. */
  private static final double EPSILON = 1e-3;

  /** What Keras 3's {@code UnitNormalization} divides by at least, squared. */
  private static final double LEAST_OF_KERAS_3 = 1e-14;

  private ValueLayers() {}

  static Layer dense(Fields f) {
    f.require("lora_rank").require("lora_alpha");
    f.value("quantization_config");
    return new Dense(
        f.name(),
        f.input(),
        f.integer("units"),
        f.bool("use_bias", true),
        f.activation("activation"));
  }

  static Layer batchNorm(Fields f) {
    f.requireLastAxis();
    f.value("momentum");
    f.require("synchronized", "false").require("renorm", "false").require("renorm_clipping");
    f.value("renorm_momentum");
    return new BatchNorm(
        f.name(),
        f.input(),
        f.number("epsilon", EPSILON),
        f.bool("scale", true),
        f.bool("center", true));
  }

  static Layer layerNorm(Fields f) {
    f.requireLastAxis();
    f.require("rms_scaling", "false");
    return new LayerNorm(
        f.name(),
        f.input(),
        f.number("epsilon", EPSILON),
        f.bool("scale", true),
        f.bool("center", true));
  }

  static Layer groupNorm(Fields f) {
    f.requireLastAxis();
    boolean byChannel = f.value("groups").asInt() == -1;
    return new GroupNorm(
        f.name(),
        f.input(),
        byChannel ? 0 : f.integer("groups"),
        f.number("epsilon"),
        f.bool("scale", true),
        f.bool("center", true));
  }

  static Layer rmsNorm(Fields f) {
    f.requireLastAxis();
    return new RmsNorm(f.name(), f.input(), f.number("epsilon"));
  }

  static Layer unitNorm(Fields f) {
    f.requireLastAxis();
    return new UnitNorm(f.name(), f.input(), LEAST_OF_KERAS_3);
  }

  /** With statistics of its own, or with those that it was adapted to. */
  static Layer normalization(Fields f) {
    f.require("invert", "false");
    JsonNode axis = f.value("axis");
    boolean whole = axis.isNull() || (axis.isArray() && axis.isEmpty());
    if (!whole) {
      f.requireLastAxis();
    }
    List<Double> mean = f.numbers("mean");
    List<Double> variance = f.numbers("variance");
    if (mean.size() != variance.size()) {
      throw f.unsupported("has mean = " + mean + " and variance = " + variance);
    }
    if (mean.isEmpty()) {
      return new Normalize(f.name(), f.input(), whole);
    }
    List<Double> scale = new ArrayList<>();
    List<Double> offset = new ArrayList<>();
    for (int c = 0; c < mean.size(); c++) {
      double deviation = Math.max(Math.sqrt(variance.get(c)), Normalize.LEAST_DEVIATION);
      scale.add(1 / deviation);
      offset.add(-mean.get(c) / deviation);
    }
    return rescale(f, scale, offset);
  }

  static Layer rescaling(Fields f) {
    return rescale(f, f.numbers("scale", ONE), f.numbers("offset", List.of(0.0)));
  }

  static Layer rescale(Fields f, List<Double> scale, List<Double> offset) {
    return new Rescale(f.name(), f.input(), floats(scale), floats(offset));
  }

  private static List<Float> floats(List<Double> numbers) {
    return numbers.stream().map(Double::floatValue).toList();
  }

  static Layer layerScale(Fields f) {
    f.value("init_values");
    f.value("projection_dim");
    return new LayerScale(f.name(), f.input());
  }

  static Layer activate(Fields f, Activation activation) {
    return new Activate(f.name(), f.input(), activation);
  }

  /** The common forms are functions with a name. */
  static Layer relu(Fields f) {
    double maximum = f.number("max_value", Double.POSITIVE_INFINITY);
    double slope = f.number("negative_slope", 0);
    double threshold = f.number("threshold", 0);
    if (slope == 0 && threshold == 0 && maximum == Double.POSITIVE_INFINITY) {
      return activate(f, Activation.RELU);
    }
    if (slope == 0 && threshold == 0 && maximum == RELU6_LIMIT) {
      return activate(f, Activation.RELU6);
    }
    return new Rectify(f.name(), f.input(), maximum, slope, threshold);
  }

  /** Keras 2 calls the slope alpha. */
  static Layer leakyRelu(Fields f) {
    double slope = f.number("negative_slope", f.number("alpha", 0.3));
    return new Rectify(f.name(), f.input(), Double.POSITIVE_INFINITY, slope, 0);
  }

  /** {@code ThresholdedReLU} of Keras 2. */
  static Layer thresholded(Fields f) {
    double threshold = f.number("theta", 1);
    return new Rectify(f.name(), f.input(), Double.POSITIVE_INFINITY, 0, threshold);
  }

  static Layer elu(Fields f) {
    return new Elu(f.name(), f.input(), f.number("alpha", 1));
  }

  static Layer prelu(Fields f) {
    return new PRelu(f.name(), f.input(), f.integers("shared_axes"));
  }

  static Layer dropout(Fields f) {
    f.value("seed");
    double rate = f.number("rate");
    JsonNode shape = f.value("noise_shape");
    return shape.isMissingNode() || shape.isNull()
        ? new Dropout(f.name(), f.input(), rate)
        : new Noise(f.name(), f.input(), "Dropout");
  }

  /** Of several inputs, or of one and constants before or behind it. */
  static Layer arithmetic(Fields f, Arithmetic arithmetic) {
    if (f.calledWith().isPresent()) {
      return SequenceLayers.placewise(f, arithmetic);
    }
    List<Double> first = f.called(0);
    List<Double> second = f.called(1);
    if (first.isEmpty() && second.isEmpty()) {
      return new Elementwise(f.name(), f.inputs(), arithmetic);
    }
    List<Double> constants = first.isEmpty() ? second : first;
    boolean one = constants.size() == 1;
    if (one && arithmetic == Arithmetic.MAXIMUM) {
      return new Clip(f.name(), f.input(), constants.get(0), Double.POSITIVE_INFINITY);
    }
    if (one && arithmetic == Arithmetic.MINIMUM) {
      return new Clip(f.name(), f.input(), Double.NEGATIVE_INFINITY, constants.get(0));
    }
    return switch (arithmetic) {
      case ADD -> rescale(f, ONE, constants);
      case SUBTRACT ->
          first.isEmpty()
              ? rescale(f, ONE, negated(constants))
              : rescale(f, negated(ONE), constants);
      case MULTIPLY -> rescale(f, constants, List.of(0.0));
      case DIVIDE ->
          first.isEmpty()
              ? rescale(f, constants.stream().map(d -> 1 / d).toList(), List.of(0.0))
              : divided(f, constants);
      default -> throw f.unsupported("takes " + arithmetic + " of a constant " + constants);
    };
  }

  /** A number by an array. */
  private static Layer divided(Fields f, List<Double> number) {
    if (number.size() != 1) {
      throw f.unsupported("divides several numbers by an array; one is expected");
    }
    return number.equals(ONE)
        ? activate(f, Activation.RECIPROCAL)
        : ComposedLayers.reciprocal(f, number.get(0));
  }

  /** {@code x ** n}. */
  static Layer power(Fields f) {
    List<Double> exponent = f.called(1);
    if (exponent.size() != 1) {
      throw f.unsupported("takes powers that are no one number");
    }
    return exponent.get(0) == 2
        ? activate(f, Activation.SQUARE)
        : new Power(f.name(), f.input(), exponent.get(0));
  }

  private static List<Double> negated(List<Double> numbers) {
    return numbers.stream().map(n -> -n).toList();
  }

  static Layer scaledAdd(Fields f) {
    return new ScaledAdd(f.name(), f.inputs(), f.number("scale"));
  }
}
