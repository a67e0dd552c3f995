package org.graft.source.tensorflow;

import java.util.Optional;
import org.graft.plan.Layer;
import org.graft.plan.Resize2d;
import org.graft.plan.Resize2d.Grid;
import org.graft.plan.Resize2d.Interpolation;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.UpSample2d;

/** Maps brought to other sizes, with TensorFlow's two flags for where cells lie. */
final class ResizeRules {
  /** Lengths for which an axis that only the image decides is tried. */
  private static final long[] PROBES = {17, 22, 39};

  private ResizeRules() {}

  static Optional<Layer> resize(Step s, Interpolation interpolation) {
    Attributes a = s.attributes();
    boolean aligned = a.flag("align_corners");
    boolean centres = a.flag("half_pixel_centers");
    a.finish();
    if (aligned && centres) {
      throw Refusal.of(s.node(), "has align_corners and half_pixel_centers, which exclude another");
    }
    Grid grid = aligned ? Grid.ALIGNED : centres ? Grid.CENTRES : Grid.CORNERS;
    Shape in = s.shape(0);
    long[] size = s.numbers(1);
    if (size.length != 2 || !in.isMap()) {
      throw Refusal.of(s.node(), "resizes " + in + " to " + size.length + " axes");
    }
    int rows = times(s, in.height(), 0);
    int columns = times(s, in.width(), 1);
    if (interpolation == Interpolation.NEAREST && !aligned && rows * columns > 1) {
      return Optional.of(new UpSample2d(s.name(), s.input(0), new Size2d(rows, columns)));
    }
    if (size[0] < 1 || size[1] < 1) {
      throw Refusal.of(
          s.node(), "resizes to what depends on the image; fix the size of the images");
    }
    Size2d target = new Size2d(Math.toIntExact(size[0]), Math.toIntExact(size[1]));
    return Optional.of(new Resize2d(s.name(), s.input(0), target, interpolation, grid));
  }

  /** How many times as long an axis becomes; 0 if that is no whole number. */
  private static int times(Step s, int length, int place) {
    if (length != Shape.FREE) {
      long size = s.numbers(1)[place];
      return length > 0 && size > 0 && size % length == 0 ? Math.toIntExact(size / length) : 0;
    }
    long times = s.numbers(1, PROBES[0])[place] / PROBES[0];
    for (long probe : PROBES) {
      if (s.numbers(1, probe)[place] != probe * times) {
        return 0;
      }
    }
    return Math.toIntExact(times);
  }
}
