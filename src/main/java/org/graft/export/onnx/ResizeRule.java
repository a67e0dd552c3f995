package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.image.Interpolation;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which pixels along one axis of an image of any length make up each of a fixed number, and with
 * what weights, computed as it is for training, operation by operation. ONNX's own Resize is
 * another: on ties ONNX Runtime takes other pixels than Pillow, its cubic has no table, and it
 * fails on cubic images whose channels are last.
 *
 * @param axis of the image
 * @param target number of pixels to make
 */
record ResizeRule(GraphBuilder builder, Interpolation interpolation, int axis, int target) {
  private static final float HALF = 0.5f;

  /** TensorFlow's cubic kernel is a table of this many steps between two pixels. */
  private static final float CUBIC_STEPS = 1024;

  /** Pixels along an axis that make up one. */
  private static final int CUBIC_TAPS = 4;

  /** Names of the indices and of the weights, of which the nearest pixel needs none. */
  record Tap(String index, String weight) {}

  /** One for each pixel that makes up another, given the shape of the image as integers. */
  List<Tap> taps(String shape) {
    String length = single(Element.INT64, "Gather", shape, builder.integers("axis", axis));
    if (interpolation == Interpolation.NEAREST) {
      return List.of(new Tap(index(position(length), length), ""));
    }
    String position = centres(length);
    String below = real("Floor", position);
    String share = real("Sub", position, below);
    return interpolation == Interpolation.BILINEAR
        ? bilinear(below, share, length)
        : bicubic(below, share, length);
  }

  /** Summed up step by step in double precision, as Pillow does. */
  private String position(String length) {
    double[] steps = IntStream.range(0, target).mapToDouble(i -> i == 0 ? 0.5 : 1).toArray();
    String source = cast(length, Element.DOUBLE, 1);
    String count = builder.array("target", Nd4j.createFromArray(new double[] {target}));
    String step = single(Element.DOUBLE, "Div", source, count);
    String each = builder.array("steps", Nd4j.createFromArray(steps));
    String all = make(Element.DOUBLE, "Mul", step, each);
    return make(Element.DOUBLE, "CumSum", all, builder.array("along", Nd4j.scalar(0L)));
  }

  /** The targets' centres in source coordinates. */
  private String centres(String length) {
    float[] centres = new float[target];
    for (int i = 0; i < target; i++) {
      centres[i] = i + HALF;
    }
    String source = cast(length, Element.FLOAT, 1);
    String scale = single(Element.FLOAT, "Div", source, number("target", target));
    String moved = real("Mul", builder.array("centres", Nd4j.createFromArray(centres)), scale);
    return real("Sub", moved, number("half", HALF));
  }

  private List<Tap> bilinear(String below, String share, String length) {
    String one = number("one", 1);
    return List.of(
        new Tap(index(below, length), real("Sub", one, share)),
        new Tap(index(real("Add", below, one), length), share));
  }

  /** Pixels outside the image weigh nothing and the others are scaled to a sum of 1. */
  private List<Tap> bicubic(String below, String share, String length) {
    String steps = number("table", CUBIC_STEPS);
    String rounded = real("Div", real("Round", real("Mul", share, steps)), steps);
    List<String> indices = new ArrayList<>();
    List<String> weights = new ArrayList<>();
    for (int t = 0; t < CUBIC_TAPS; t++) {
      String place = real("Add", below, number("tap", t - 1));
      String index = index(place, length);
      String inside = make(Element.BOOL, "Equal", place, cast(index, Element.FLOAT, target));
      String counts = cast(inside, Element.FLOAT, target);
      String distance =
          real("Abs", real("Sub", real("Add", rounded, number("one", 1)), number("tap", t)));
      indices.add(index);
      weights.add(real("Mul", t == 1 || t == 2 ? near(distance) : far(distance), counts));
    }
    String sum = weights.stream().reduce((a, b) -> real("Add", a, b)).orElseThrow();
    return IntStream.range(0, indices.size())
        .mapToObj(t -> new Tap(indices.get(t), real("Div", weights.get(t), sum)))
        .toList();
  }

  /** {@code ((1.5 d - 2.5) d) d + 1}, for distances up to 1. */
  private String near(String distance) {
    String inner = real("Sub", real("Mul", number("near", 1.5f), distance), number("near", 2.5f));
    String outer = real("Mul", real("Mul", inner, distance), distance);
    return real("Add", outer, number("one", 1));
  }

  /** {@code ((-0.5 d + 2.5) d - 4) d + 2}, for distances from 1 to 2. */
  private String far(String distance) {
    String inner = real("Add", real("Mul", number("far", -HALF), distance), number("far", 2.5f));
    String outer = real("Sub", real("Mul", inner, distance), number("far", 4));
    return real("Add", real("Mul", outer, distance), number("far", 2));
  }

  /** As a whole number within the image. */
  private String index(String position, String length) {
    String whole = cast(position, Element.INT64, target);
    String last = single(Element.INT64, "Sub", length, builder.integers("pixel", 1));
    String most = make(Element.INT64, "Min", whole, last);
    return make(Element.INT64, "Max", most, builder.integers("first", 0));
  }

  private String number(String role, float number) {
    return builder.array(role, Nd4j.createFromArray(new float[] {number}));
  }

  private String real(String type, String... inputs) {
    return make(Element.FLOAT, type, inputs);
  }

  private String make(Element element, String type, String... inputs) {
    return builder.list(element, type, List.of(inputs), target);
  }

  /** Adds a node that makes a list of one. */
  private String single(Element element, String type, String... inputs) {
    return builder.list(element, type, List.of(inputs), 1);
  }

  private String cast(String value, Element to, int count) {
    return builder.list(to, "Cast", List.of(value), count, new Int("to", to.code()));
  }
}
