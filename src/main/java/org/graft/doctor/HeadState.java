package org.graft.doctor;

import org.graft.experiment.Randomization;
import org.graft.feature.Features;
import org.graft.head.Head;
import org.graft.plan.Affine;
import org.graft.plan.BatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.train.Classes;
import org.graft.train.Evaluation;

/** What became of the user's head. */
final class HeadState {
  private static final double LEVEL = 0.01;

  /** A head that reaches three quarters of the probe's accuracy is not at fault. */
  private static final double ENOUGH = 0.75;

  /** Of other scores, which begin at a base: of the way that the probe goes from there. */
  private static final double ENOUGH_OF_THE_WAY = 0.9;

  private HeadState() {}

  /** Whether the head falls clearly behind the probe on the very features. */
  static boolean fails(Lab lab) {
    Evaluation probe = lab.probe();
    Evaluation own = lab.own().evaluation();
    double base = own.measures().base();
    boolean behind =
        lab.task() instanceof Classes
            ? own.accuracy() < ENOUGH * probe.accuracy()
            : Lab.score(own) - base < ENOUGH_OF_THE_WAY * (Lab.score(probe) - base);
    return behind && Randomization.secondIsBetter(own, probe, LEVEL);
  }

  /** Share of the hidden units that give zero for every training image, 0..1. */
  static double deadUnits(Lab lab) {
    return lab.own().run().map(run -> dead(run.model(), lab.features())).orElse(1.0);
  }

  /** 0 for a head without hidden layer, or one that reads something else than the map's mean. */
  static double dead(Model model, Features features) {
    if (model.plan().find(Head.HIDDEN).isEmpty()) {
      return 0;
    }
    Tensor hidden = model.weights().get(Head.HIDDEN, Weights.KERNEL);
    if (hidden.shape()[0] != features.width()) {
      return 0;
    }
    float[] kernel = hidden.values();
    float[] bias = model.weights().get(Head.HIDDEN, Weights.BIAS).values();
    float[] entering = entering(model, features);
    boolean[] alive = new boolean[bias.length];
    int living = 0;
    for (int row = 0; row < features.count(); row++) {
      for (int unit = 0; unit < bias.length; unit++) {
        if (!alive[unit] && activation(entering, row, kernel, unit, bias) > 0) {
          alive[unit] = true;
          living++;
        }
      }
    }
    return 1 - living / (double) bias.length;
  }

  private static double activation(
      float[] entering, int row, float[] kernel, int unit, float[] bias) {
    int width = kernel.length / bias.length;
    double sum = bias[unit];
    for (int c = 0; c < width; c++) {
      sum += (double) entering[row * width + c] * kernel[c * bias.length + unit];
    }
    return sum;
  }

  /** The features as the hidden layer takes them. */
  private static float[] entering(Model model, Features features) {
    float[] values = features.values().values().clone();
    if (model.plan().find(Head.STANDARDIZE).orElse(null) instanceof BatchNorm standardize) {
      Affine affine = model.affine(standardize);
      for (int i = 0; i < values.length; i++) {
        int c = i % affine.scale().length;
        values[i] = values[i] * affine.scale()[c] + affine.shift()[c];
      }
    }
    return values;
  }
}
