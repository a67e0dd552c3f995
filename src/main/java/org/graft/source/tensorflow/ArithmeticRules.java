package org.graft.source.tensorflow;

import java.util.Optional;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.Clip;
import org.graft.plan.Elementwise;
import org.graft.plan.Elu;
import org.graft.plan.FakeQuantize;
import org.graft.plan.Layer;
import org.graft.plan.LocalResponseNorm;
import org.graft.plan.Power;
import org.graft.plan.Rectify;
import org.graft.plan.ScaledAdd;

/** Arithmetic that is neither a sum nor a product: bounds, quotients, powers, rounding. */
final class ArithmeticRules {
  private ArithmeticRules() {}

  /** The greater or the lesser of two maps, or of a map and one number. */
  static Layer bound(RuleContext s, Arithmetic arithmetic) {
    if (!s.isConstant(0) && !s.isConstant(1)) {
      return new Elementwise(s.name(), s.inputs(2), arithmetic);
    }
    int constant = s.isConstant(1) ? 1 : 0;
    double bound = one(s, constant);
    boolean least = arithmetic == Arithmetic.MAXIMUM;
    double none = Double.POSITIVE_INFINITY;
    return new Clip(s.name(), s.input(1 - constant), least ? bound : -none, least ? none : bound);
  }

  static Layer clip(RuleContext s) {
    return new Clip(s.name(), s.input(0), one(s, 1), one(s, 2));
  }

  private static double one(RuleContext s, int index) {
    float[] values = s.values(index);
    for (float value : values) {
      if (value != values[0]) {
        throw s.refusal("compares with a constant of several values; one is supported");
      }
    }
    return Attributes.shortest(values[0]);
  }

  static Layer elementwise(RuleContext s, Arithmetic arithmetic) {
    return new Elementwise(s.name(), s.inputs(s.node().inputs().size()), arithmetic);
  }

  /** Of two maps, or of a map and a constant. */
  static Optional<Layer> joined(RuleContext s, Arithmetic arithmetic) {
    if (s.node().is("BiasAdd")) {
      Attributes a = s.attributes();
      a.isTurned();
      a.finish();
    }
    return s.isConstant(0) || s.isConstant(1)
        ? ConstantRules.joined(s, s.isConstant(1) ? 0 : 1, arithmetic)
        : Optional.of(elementwise(s, arithmetic));
  }

  static Layer scaledAdd(RuleContext s) {
    double scale = Attributes.shortest(s.values(2)[0]);
    return new ScaledAdd(s.name(), s.inputs(2), scale);
  }

  static Layer negative(RuleContext s) {
    return ConstantRules.rescale(s, 0, new float[] {-1}, new float[] {0});
  }

  static Optional<Layer> exponentialLessOne(RuleContext s) {
    return new Chain(s)
        .then((name, x) -> new Activate(name, x, Activation.EXPONENTIAL))
        .then((name, x) -> ConstantRules.rescaled(name, x, new float[] {1}, new float[] {-1}))
        .layer(s.input(0));
  }

  /** Of a map and a number, a number and a map, or two maps. */
  static Optional<Layer> quotient(RuleContext s) {
    if (!s.isConstant(0)) {
      return s.isConstant(1)
          ? ConstantRules.joined(s, 0, Arithmetic.DIVIDE)
          : Optional.of(new Elementwise(s.name(), s.inputs(2), Arithmetic.DIVIDE));
    }
    float number = (float) one(s, 0);
    Chain chain = new Chain(s).then((name, x) -> new Activate(name, x, Activation.RECIPROCAL));
    if (number != 1) {
      chain.then((name, x) -> ConstantRules.rescaled(name, x, new float[] {number}, new float[1]));
    }
    return chain.layer(s.input(1));
  }

  static Layer power(RuleContext s) {
    double exponent = one(s, 1);
    Activation same =
        exponent == 2
            ? Activation.SQUARE
            : exponent == 0.5
                ? Activation.SQRT
                : exponent == -0.5
                    ? Activation.INVERSE_SQRT
                    : exponent == -1 ? Activation.RECIPROCAL : null;
    return same == null
        ? new Power(s.name(), s.input(0), exponent)
        : new Activate(s.name(), s.input(0), same);
  }

  static Layer elu(RuleContext s) {
    double alpha = s.attributes().number(ChoicePatterns.PARAMETER);
    return new Elu(s.name(), s.input(0), alpha);
  }

  static Optional<Layer> leakyRelu(RuleContext s) {
    return rectify(s, "alpha", 0);
  }

  static Optional<Layer> rectify(RuleContext s) {
    return rectify(s, ChoicePatterns.PARAMETER, s.attributes().number(ChoicePatterns.THRESHOLD));
  }

  private static Optional<Layer> rectify(RuleContext s, String slope, double threshold) {
    double below = s.attributes().number(slope);
    return Optional.of(
        new Rectify(s.name(), s.input(0), Double.POSITIVE_INFINITY, below, threshold));
  }

  static Layer squaredDifference(RuleContext s) {
    String difference = s.before(name -> difference(s, name));
    return new Activate(s.name(), difference, Activation.SQUARE);
  }

  private static Layer difference(RuleContext s, String name) {
    if (s.isConstant(0) || s.isConstant(1)) {
      int constant = s.isConstant(1) ? 1 : 0;
      Operand shift = s.operand(constant, 1 - constant).negated();
      if (!shift.isVector()) {
        throw s.refusal("is the difference to one number for each place; not supported");
      }
      return ConstantRules.rescaled(name, s.input(1 - constant), new float[] {1}, shift.values());
    }
    return new Elementwise(name, s.inputs(2), Arithmetic.SUBTRACT);
  }

  static Layer localResponse(RuleContext s) {
    Attributes a = s.attributes();
    return new LocalResponseNorm(
        s.name(),
        s.input(0),
        Math.toIntExact(a.integer("depth_radius")),
        a.number("bias"),
        a.number("alpha"),
        a.number("beta"));
  }

  /** Bounds as attributes, or as constants behind the map. */
  static Layer fakeQuantize(RuleContext s) {
    Attributes a = s.attributes();
    boolean stated = s.node().is("FakeQuantWithMinMaxArgs");
    float least = stated ? (float) a.number("min") : s.values(1)[0];
    float most = stated ? (float) a.number("max") : s.values(2)[0];
    FakeRange range = FakeRange.of(least, most, a.integer("num_bits"), a.flag("narrow_range"));
    return new FakeQuantize(s.name(), s.input(0), range.least(), range.most(), range.step());
  }
}
