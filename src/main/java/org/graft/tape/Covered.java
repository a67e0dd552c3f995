package org.graft.tape;

import java.util.Map;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.Concat;
import org.graft.plan.Conv2d;
import org.graft.plan.Convolution;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Elementwise;
import org.graft.plan.Merge;
import org.graft.plan.Rectify;
import org.graft.plan.Reshape;
import org.graft.plan.SeparableConv2d;
import org.graft.plan.Shape;

/** Which forms of a layer kind there are steps for. */
record Covered(Map<String, Shape> shapes) {
  private static final int MOST_STRIPS = 4096;

  /**
   * Where the strips are few enough for a product each: steps over a large map, as a network's
   * first layers take them, part it into single cells.
   */
  boolean conv(Conv2d layer) {
    Shape in = shapes.get(layer.input());
    Shape out = shapes.get(layer.name());
    return layer.groups() == 1
        && form(layer)
        && Strip.of(layer.window(), in, out).size() <= MOST_STRIPS;
  }

  boolean depthwise(DepthwiseConv2d layer) {
    return layer.multiplier() == 1 && form(layer);
  }

  boolean separable(SeparableConv2d layer) {
    return layer.multiplier() == 1 && form(layer);
  }

  private static boolean form(Convolution layer) {
    return !layer.window().hasGaps() && function(layer.activation());
  }

  static boolean function(Activation activation) {
    return activation == Activation.LINEAR
        || isRectifier(activation)
        || Curve.of(activation).isPresent();
  }

  static boolean isRectifier(Activation activation) {
    return activation == Activation.RELU || activation == Activation.RELU6;
  }

  boolean rectify(Rectify layer) {
    return layer.slope() == 0 && layer.threshold() == 0;
  }

  /** Channels side by side. */
  boolean concat(Concat layer) {
    Shape first = shapes.get(layer.inputs().get(0));
    return first.place(layer.axis()) == first.rank() - 1;
  }

  /** Sums of maps that are alike, products of two, one of which may be a value a channel. */
  boolean elementwise(Elementwise layer) {
    if (layer.arithmetic() == Arithmetic.ADD) {
      return alike(layer);
    }
    return layer.arithmetic() == Arithmetic.MULTIPLY
        && layer.inputs().size() == 2
        && (alike(layer) || scalesChannels(layer));
  }

  private boolean scalesChannels(Elementwise layer) {
    Shape one = shapes.get(layer.inputs().get(0));
    Shape other = shapes.get(layer.inputs().get(1));
    return one.channels() == other.channels() && (isVector(one) || isVector(other));
  }

  boolean alike(Merge layer) {
    return layer.inputs().stream().map(shapes::get).distinct().count() == 1;
  }

  boolean reshape(Reshape layer) {
    return isVector(shapes.get(layer.name()));
  }

  private static boolean isVector(Shape shape) {
    return shape.size() == shape.channels();
  }
}
