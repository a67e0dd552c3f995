package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.graft.plan.Concat;
import org.graft.plan.ConstantPad;
import org.graft.plan.Layer;
import org.graft.plan.MirrorPad2d;
import org.graft.plan.Permute;
import org.graft.plan.ReverseChannels;
import org.graft.plan.Select;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.UpSample2d;
import org.graft.plan.ZeroPad2d;

/** Operations of {@code keras.ops} that take values elsewhere, several times, or add a border. */
final class MovingLayers {
  private static final int MOST_PLACES = 1 << 16;

  private MovingLayers() {}

  /** An axis the other way round. */
  static Layer flip(Fields f) {
    int axis = f.ownAxis("turns the images of a batch, or several axes at once");
    if (axis == f.rank() && f.rank() == 3 && f.inputShape().channels() == 3) {
      return reversed(f);
    }
    int length = length(f, axis);
    return selected(f, axis, IntStream.range(0, length).map(i -> length - 1 - i));
  }

  /** The channels of an image in the other order. */
  static Layer reversed(Fields f) {
    if (!f.inputShape().isMap() || f.inputShape().channels() != ReverseChannels.CHANNELS) {
      throw f.unsupported("turns the channels of [" + f.inputShape() + "]; 3 are expected");
    }
    return new ReverseChannels(f.name(), f.input());
  }

  /** Each place of an axis several times. */
  static Layer repeat(Fields f) {
    int times = f.integer("repeats");
    int axis = f.ownAxis("repeats the images of a batch, or all values");
    if (axis == f.rank() && f.inputShape().channels() == 1) {
      return new Concat(f.name(), Collections.nCopies(times, f.input()));
    }
    if (f.inputShape().isMap() && axis < 3) {
      Size2d size = axis == 1 ? new Size2d(times, 1) : new Size2d(1, times);
      return new UpSample2d(f.name(), f.input(), size);
    }
    return selected(f, axis, IntStream.range(0, length(f, axis) * times).map(i -> i / times));
  }

  /** A whole axis once more behind itself. */
  static Layer tile(Fields f, String field) {
    List<Integer> times = f.integers(field);
    int missing = f.rank() + 1 - times.size();
    List<Integer> longer =
        IntStream.range(0, times.size()).filter(i -> times.get(i) != 1).boxed().toList();
    if (missing < 0 || longer.size() != 1 || longer.get(0) + missing < 1) {
      throw f.unsupported("has " + field + " = " + times + "; one axis of an image is expected");
    }
    int axis = longer.get(0) + missing;
    int length = length(f, axis);
    int count = Math.multiplyExact(length, times.get(longer.get(0)));
    return selected(f, axis, IntStream.range(0, count).map(i -> i % length));
  }

  private static int length(Fields f, int axis) {
    int length = f.lengthOf(axis);
    if (length == Shape.FREE) {
      throw f.unsupported("goes over an axis of any length; fix the size of the images");
    }
    return length;
  }

  private static Layer selected(Fields f, int axis, IntStream places) {
    List<Integer> all = places.limit(MOST_PLACES + 1L).boxed().toList();
    if (all.isEmpty() || all.size() > MOST_PLACES) {
      throw f.unsupported("gives an axis no or too many places");
    }
    return new Select(f.name(), f.input(), axis, all);
  }

  static Layer swapAxes(Fields f) {
    List<Integer> order = order(f);
    Collections.swap(order, axis(f, (int) f.number("axis1")), axis(f, (int) f.number("axis2")));
    return permuted(f, order);
  }

  static Layer moveAxis(Fields f) {
    List<Integer> from = f.integers("source");
    List<Integer> to = f.integers("destination");
    TreeMap<Integer, Integer> placed = new TreeMap<>();
    List<Integer> rest = order(f);
    for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
      int axis = axis(f, from.get(i));
      placed.put(axis(f, to.get(i)), axis);
      rest.remove((Integer) axis);
    }
    placed.forEach((place, axis) -> rest.add(Math.min(place, rest.size()), axis));
    return permuted(f, rest);
  }

  /** All axes, the batch's first. */
  private static List<Integer> order(Fields f) {
    return new ArrayList<>(IntStream.rangeClosed(0, f.rank()).boxed().toList());
  }

  private static int axis(Fields f, int stated) {
    int axis = f.place(stated);
    if (axis < 0 || axis > f.rank()) {
      throw f.unsupported("names axis " + stated + " of [" + f.inputShape() + "]");
    }
    return axis;
  }

  private static Layer permuted(Fields f, List<Integer> order) {
    if (order.get(0) != 0) {
      throw f.unsupported("moves the batch's axis, which is to stay first");
    }
    return new Permute(f.name(), f.input(), order.subList(1, order.size()));
  }

  /** A border of one value, or one that mirrors the map. */
  static Layer pad(Fields f) {
    f.require("mode", "\"constant\"", "\"reflect\"", "\"symmetric\"");
    String mode = f.value("mode").asText("constant");
    JsonNode width = f.value("pad_width");
    double value = f.number("constant_values", 0);
    if (width.size() != f.rank() + 1 || !isNothing(width.path(0))) {
      throw f.unsupported("pads the images of a batch, or all axes alike");
    }
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int axis = 1; axis <= f.rank(); axis++) {
      before.add(end(width.path(axis), 0));
      after.add(end(width.path(axis), 1));
    }
    boolean border = f.inputShape().isMap() && isNothing(width.path(3));
    if (mode.equals("constant") && (!border || value != 0)) {
      return new ConstantPad(f.name(), f.input(), before, after, value);
    }
    if (!border) {
      throw f.unsupported("mirrors other axes than height and width");
    }
    int top = before.get(0);
    int bottom = after.get(0);
    int left = before.get(1);
    int right = after.get(1);
    return mode.equals("constant")
        ? new ZeroPad2d(f.name(), f.input(), top, bottom, left, right)
        : new MirrorPad2d(f.name(), f.input(), top, bottom, left, right, mode.equals("symmetric"));
  }

  private static boolean isNothing(JsonNode ends) {
    return end(ends, 0) == 0 && end(ends, 1) == 0;
  }

  private static int end(JsonNode ends, int index) {
    return Math.max(0, ends.path(index).asInt());
  }
}
