package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.graft.failure.Hint;
import org.graft.plan.Layer;
import org.graft.plan.Resize2d;
import org.graft.plan.Resize2d.CellGrid;
import org.graft.plan.Resize2d.ResizeMethod;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.UpSample2d;

/** Maps brought to other sizes, with TensorFlow's two flags for where cells lie. */
final class ResizeRules {
  /** Lengths for which an axis that only the image decides is tried. */
  private static final long[] PROBES = {17, 22, 39};

  private static final int LONGEST_SIDE = 1 << 14;

  /** Of a scale in float32. */
  private static final double ROUNDING = 1e-6;

  /** What {@code tf.image.resize} calls the kernels of its methods. */
  private static final Map<String, ResizeMethod> KERNELS =
      Map.of(
          "triangle", ResizeMethod.BILINEAR,
          "keyscubic", ResizeMethod.BICUBIC,
          "lanczos3", ResizeMethod.LANCZOS3,
          "lanczos5", ResizeMethod.LANCZOS5,
          "gaussian", ResizeMethod.GAUSSIAN,
          "mitchellcubic", ResizeMethod.MITCHELLCUBIC);

  private ResizeRules() {}

  static Layer resize(RuleContext s, ResizeMethod interpolation) {
    Attributes a = s.attributes();
    boolean aligned = a.flag("align_corners");
    boolean centres = a.flag("half_pixel_centers");
    a.finish();
    if (aligned && centres) {
      throw s.refusal("has align_corners and half_pixel_centers, which exclude another");
    }
    CellGrid grid = aligned ? CellGrid.ALIGNED : centres ? CellGrid.CENTRES : CellGrid.CORNERS;
    Shape in = s.shape(0);
    long[] size = s.numbers(1);
    if (size.length != 2 || !in.isMap()) {
      throw s.refusal("resizes " + in + " to " + size.length + " axes");
    }
    int rows = times(s, in.height(), 0);
    int columns = times(s, in.width(), 1);
    boolean whole = rows * columns > 1 && !aligned;
    boolean open = grid == CellGrid.CENTRES && (size[0] < 1 || size[1] < 1);
    if (whole && (interpolation == ResizeMethod.NEAREST || open)) {
      Size2d times = new Size2d(rows, columns);
      return new UpSample2d(s.name(), s.input(0), times, interpolation);
    }
    return new Resize2d(s.name(), s.input(0), target(s, size), interpolation, grid);
  }

  private static Size2d target(RuleContext s, long... size) {
    if (size[0] < 1 || size[1] < 1) {
      throw s.refusal("resizes to what depends on the image; fix the size of the images");
    }
    if (Math.max(size[0], size[1]) > LONGEST_SIDE) {
      throw s.refusal("resizes to " + size[0] + " x " + size[1]);
    }
    return new Size2d((int) size[0], (int) size[1]);
  }

  static Layer area(RuleContext s) {
    s.attributes().requireFalse("align_corners").finish();
    return new Resize2d(
        s.name(), s.input(0), target(s, s.numbers(1)), ResizeMethod.AREA, CellGrid.CENTRES);
  }

  /**
   * What {@code tf.image.resize} makes of what it has no operation of its own for: inputs x, size,
   * and the scale, or both sizes that it is the ratio of.
   */
  static Layer scaled(RuleContext s) {
    Attributes a = s.attributes();
    String type = a.value("kernel_type").getS().toStringUtf8();
    ResizeMethod interpolation = KERNELS.get(type);
    boolean antialias = a.flag("antialias");
    a.finish();
    boolean plain = interpolation == ResizeMethod.BICUBIC && !antialias;
    if (interpolation == null || plain) {
      throw s.refusal(
          ("resizes by kernel %s%s; %s are read, keyscubic with antialiasing alone; resize"
                  + " the images before they come in, and begin behind it with %s")
              .formatted(
                  type,
                  plain ? " without antialiasing" : "",
                  String.join(", ", new TreeSet<>(KERNELS.keySet())),
                  Hint.INPUT.to("NODE")));
    }
    long[] size = s.numbers(1);
    Shape in = s.shape(0);
    if (size.length != 2 || !in.isMap() || !isWhole(s, in, size)) {
      throw s.refusal("moves maps, or takes a part of them; resizing alone is read");
    }
    return new Resize2d(
        s.name(), s.input(0), target(s, size), interpolation, CellGrid.CENTRES, antialias, null);
  }

  /** Whether the scale is that of the whole map to the whole result, and nothing is moved. */
  private static boolean isWhole(RuleContext s, Shape in, long... size) {
    if (s.node().is(ResizePatterns.SCALED)) {
      long[] own = {in.height(), in.width()};
      return Arrays.equals(s.numbers(2), size) && Arrays.equals(s.numbers(3), own);
    }
    float[] scale = s.tensor(2, 1).values();
    float[] moved = s.tensor(3, 1).values();
    boolean whole = scale.length == 2 && moved.length == 2;
    for (int i = 0; whole && i < 2; i++) {
      double expected = (double) size[i] / in.axis(i);
      whole = moved[i] == 0 && Math.abs(scale[i] - expected) <= ROUNDING * expected;
    }
    return whole;
  }

  /** How many times as long an axis becomes; 0 if that is no whole number. */
  private static int times(RuleContext s, int length, int place) {
    if (length != Shape.FREE) {
      long size = s.numbers(1)[place];
      return length > 0 && size > 0 && size % length == 0 ? Math.toIntExact(size / length) : 0;
    }
    long times = s.numbers(1, PROBES[0])[place] / PROBES[0];
    boolean always =
        LongStream.of(PROBES).allMatch(probe -> s.numbers(1, probe)[place] == probe * times);
    return always ? Math.toIntExact(times) : 0;
  }
}
