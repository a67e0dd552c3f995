package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.Concat;
import org.graft.plan.Conv2d;
import org.graft.plan.Einsum;
import org.graft.plan.Elementwise;
import org.graft.plan.Layer;
import org.graft.plan.MatMul;
import org.graft.plan.Permute;
import org.graft.plan.Reduce;
import org.graft.plan.Rescale;
import org.graft.plan.Reshape;
import org.graft.plan.Select;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Statistic;
import org.graft.plan.Window;

/** Operations of {@code keras.ops} that are several layers of a plan, the last under their name. */
final class ComposedLayers {
  /** Names the output of an operation that gives several. */
  static final String PART = "graft_part";

  private static final int MOST_PATCH = 1 << 12;

  private ComposedLayers() {}

  /** Arrays side by side along a new axis. */
  static Layer stack(Fields f) {
    Shape in = f.firstShape();
    int axis = (int) f.number("axis", 0);
    int place = f.newPlace(in, axis, "stacks along axis " + axis + ", the batch's or none");
    Shape apart = in.expanded(place);
    List<String> parts =
        f.inputs().stream()
            .map(input -> f.before(name -> new Reshape(name, input, apart)))
            .toList();
    return new Concat(f.name(), parts, place == in.rank() ? Concat.LAST : place + 1);
  }

  /** The mean of the squares of the differences to the mean, or its root. */
  static Layer spread(Fields f, boolean root) {
    List<Integer> axes = f.ownAxes("goes over the images of a batch");
    boolean kept = f.bool("keepdims", false);
    String mean = f.before(name -> new Reduce(name, f.input(), Statistic.MEAN, axes, true));
    String apart =
        f.before(name -> new Elementwise(name, List.of(f.input(), mean), Arithmetic.SUBTRACT));
    String squares = f.before(name -> new Activate(name, apart, Activation.SQUARE));
    if (!root) {
      return new Reduce(f.name(), squares, Statistic.MEAN, axes, kept);
    }
    String variance = f.before(name -> new Reduce(name, squares, Statistic.MEAN, axes, kept));
    return new Activate(f.name(), variance, Activation.SQRT);
  }

  /** Along an axis that need not be the last. */
  static Layer softmax(Fields f, Activation function) {
    int axis = (int) f.number("axis", -1);
    int place = f.place(axis);
    if (place == f.rank()) {
      return new Activate(f.name(), f.input(), function);
    }
    if (place < 1 || place > f.rank()) {
      throw f.unsupported("goes along axis " + axis + " of [" + f.inputShape() + "]");
    }
    List<Integer> order = new ArrayList<>(IntStream.rangeClosed(1, f.rank()).boxed().toList());
    Collections.swap(order, place - 1, order.size() - 1);
    String turned = f.before(name -> new Permute(name, f.input(), order));
    String shares = f.before(name -> new Activate(name, turned, function));
    return new Permute(f.name(), shares, order);
  }

  /** A number divided by an array. */
  static Layer reciprocal(Fields f, double number) {
    String inverse = f.before(name -> new Activate(name, f.input(), Activation.RECIPROCAL));
    return new Rescale(f.name(), inverse, List.of((float) number), List.of(0f));
  }

  /** {@code f(x + 1)} or {@code f(x) - 1}: log1p and expm1. */
  static Layer besideOne(Fields f, Activation function) {
    if (function == Activation.LOG) {
      String more = f.before(name -> new Rescale(name, f.input(), List.of(1f), List.of(1f)));
      return new Activate(f.name(), more, function);
    }
    String whole = f.before(name -> new Activate(name, f.input(), function));
    return new Rescale(f.name(), whole, List.of(1f), List.of(-1f));
  }

  /** One half times the sigmoid of the other (Dauphin et al. 2017). */
  static Layer gated(Fields f) {
    f.requireLastAxis();
    int half = f.inputShape().channels() / 2;
    String first = f.before(name -> places(name, f.input(), f.rank(), 0, half));
    String second = f.before(name -> places(name, f.input(), f.rank(), half, half));
    String gate = f.before(name -> new Activate(name, second, Activation.SIGMOID));
    return new Elementwise(f.name(), List.of(first, gate), Arithmetic.MULTIPLY);
  }

  private static Layer places(String name, String input, int axis, int from, int count) {
    return new Select(name, input, axis, IntStream.range(from, from + count).boxed().toList());
  }

  /** One of the parts that an axis is divided into, equal ones or those between some places. */
  static Layer part(Fields f) {
    String stated = f.has("function") ? "num_or_size_splits" : "indices_or_sections";
    List<Integer> numbers = f.integers(stated);
    int part = f.value(PART).asInt();
    int axis = f.ownAxis("divides the images of a batch");
    int length = f.lengthOf(axis);
    boolean equal = f.value(stated).isInt();
    boolean uneven = equal && (numbers.get(0) < 1 || length % numbers.get(0) != 0);
    if (length == Shape.FREE || uneven) {
      throw f.unsupported("divides an axis of " + length + " into " + numbers);
    }
    List<Integer> ends = new ArrayList<>(List.of(0));
    if (equal) {
      IntStream.rangeClosed(1, numbers.get(0)).forEach(i -> ends.add(length / numbers.get(0) * i));
    } else if (f.has("function")) {
      numbers.forEach(size -> ends.add(ends.get(ends.size() - 1) + size));
    } else {
      ends.addAll(numbers);
      ends.add(length);
    }
    int from = ends.get(part);
    int count = ends.get(part + 1) - from;
    if (from < 0 || count < 1 || from + count > length || ends.get(ends.size() - 1) != length) {
      throw f.unsupported("divides an axis of " + length + " into " + numbers);
    }
    return places(f.name(), f.input(), axis, from, count);
  }

  /** One place of an axis, which goes. */
  static Layer place(Fields f) {
    f.value("num");
    int part = f.value(PART).asInt();
    int axis = f.ownAxis("divides the images of a batch");
    Shape in = f.inputShape();
    String one = f.before(name -> places(name, f.input(), axis, part, 1));
    int[] kept = IntStream.range(0, in.rank()).filter(i -> i != axis - 1).map(in::axis).toArray();
    return new Reshape(f.name(), one, new Shape(kept));
  }

  /** Axes turned round by some places, one after the other. */
  static Layer roll(Fields f) {
    List<Integer> shifts = f.integers("shift");
    List<Integer> axes = f.integers("axis");
    if (axes.isEmpty() || axes.size() != shifts.size()) {
      throw f.unsupported("turns all values round, or axes by fewer numbers");
    }
    String source = f.input();
    for (int i = 0; i < axes.size(); i++) {
      int axis = f.place(axes.get(i));
      int length = axis < 1 || axis > f.rank() ? Shape.FREE : f.lengthOf(axis);
      if (length == Shape.FREE) {
        throw f.unsupported("turns the batch round, or an axis of any length");
      }
      int shift = shifts.get(i);
      List<Integer> places =
          IntStream.range(0, length).map(p -> Math.floorMod(p - shift, length)).boxed().toList();
      if (i == axes.size() - 1) {
        return new Select(f.name(), source, axis, places);
      }
      String before = source;
      source = f.before(name -> new Select(name, before, axis, places));
    }
    throw f.unsupported("turns nothing round");
  }

  /** Blocks of cells as channels of one cell, or back. */
  static Layer blocks(Fields f, boolean toDepth) {
    f.requireChannelsLast();
    int block = f.integer("block_size");
    Shape in = f.inputShape();
    if (in.size() == Shape.FREE || !in.isMap()) {
      throw f.unsupported("goes over [" + in + "]; maps of a fixed size are expected");
    }
    int square = Math.multiplyExact(block, block);
    Shape out =
        toDepth
            ? new Shape(in.height() / block, in.width() / block, in.channels() * square)
            : new Shape(in.height() * block, in.width() * block, in.channels() / square);
    Shape apart =
        toDepth
            ? new Shape(out.height(), block, out.width(), block, in.channels())
            : new Shape(in.height(), in.width(), block, block, out.channels());
    String parted = f.before(name -> new Reshape(name, f.input(), apart));
    String turned = f.before(name -> new Permute(name, parted, List.of(1, 3, 2, 4, 5)));
    return new Reshape(f.name(), turned, out);
  }

  /** The cells of each window as channels: a convolution that takes each of them as it is. */
  static Layer patches(Fields f) {
    f.requireChannelsLast();
    Size2d size = f.size2d("size");
    Size2d strides = f.size2d("strides", size);
    Window window =
        new Window(size, strides, f.size2d("dilation_rate", Size2d.square(1)), f.padding());
    int width =
        Math.multiplyExact(
            Math.multiplyExact(size.height(), size.width()), f.inputShape().channels());
    if (width > MOST_PATCH) {
      throw f.unsupported("takes patches of " + width + " values");
    }
    return new Conv2d(f.name(), f.input(), width, window, 1, false, Activation.LINEAR);
  }

  /** Called with query, key and value {@code [length, heads, size]}. */
  static Layer attention(Fields f) {
    f.require("is_causal", "false").require("flash_attention", "false");
    f.require("attn_logits_soft_cap");
    if (f.inputs().size() != 3 || f.rank() != 3) {
      throw f.unsupported("attends with " + f.inputs() + "; query, key and value are expected");
    }
    JsonNode scale = f.value("scale");
    int size = f.shape(f.inputs().get(0)).channels();
    double factor = scale.isNumber() ? scale.asDouble() : 1 / Math.sqrt(size);
    List<Integer> heads = List.of(2, 1, 3);
    List<String> parts =
        f.inputs().stream()
            .map(input -> f.before(name -> new Permute(name, input, heads)))
            .toList();
    String products =
        f.before(name -> new MatMul(name, List.of(parts.get(0), parts.get(1)), false, true));
    String scores =
        f.before(name -> new Rescale(name, products, List.of((float) factor), List.of(0f)));
    String shares = f.before(name -> new Activate(name, scores, Activation.SOFTMAX));
    String found = f.before(name -> new MatMul(name, List.of(shares, parts.get(2)), false, false));
    return new Permute(f.name(), found, heads);
  }

  /** A sum of products of two arrays along named axes. */
  static Layer einsum(Fields f) {
    String equation = f.value("subscripts").asText();
    Einsum einsum =
        Einsum.of(equation, false)
            .filter(e -> f.inputs().size() == 2)
            .orElseThrow(
                () ->
                    f.unsupported(
                        "computes %s; a product of two arrays, image by image, is expected"
                            .formatted(equation)));
    Shape one = f.shape(f.inputs().get(0));
    Shape other = f.shape(f.inputs().get(1));
    if (one.size() == Shape.FREE || other.size() == Shape.FREE) {
      throw f.unsupported("multiplies maps of any size; fix the size of the images");
    }
    String left = arranged(f, f.inputs().get(0), einsum.firstOrder(), einsum.firstJoined(one));
    String right =
        arranged(f, f.inputs().get(1), einsum.secondOrder(), einsum.secondJoined(one, other));
    Shape parted = einsum.parted(one, other);
    List<Integer> order = einsum.resultOrder();
    String product = f.before(name -> new MatMul(name, List.of(left, right), false, false));
    return Einsum.isInOrder(order)
        ? new Reshape(f.name(), product, parted)
        : new Permute(f.name(), f.before(name -> new Reshape(name, product, parted)), order);
  }

  private static String arranged(Fields f, String input, List<Integer> order, Shape shape) {
    String turned =
        Einsum.isInOrder(order) ? input : f.before(name -> new Permute(name, input, order));
    return f.shape(turned).equals(shape)
        ? turned
        : f.before(name -> new Reshape(name, turned, shape));
  }
}
