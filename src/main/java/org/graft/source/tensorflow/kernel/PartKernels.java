package org.graft.source.tensorflow.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Operations that take arrays apart and put them together. */
final class PartKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put("ConcatV2", Kernel.of(c -> joined(c, c.inputs().size() - 1)));
    TABLE.put("Concat", Kernel.of(c -> joined(c, 0)));
    TABLE.put("Pack", Kernel.of(PartKernels::pack));
    TABLE.put("Unpack", PartKernels::unpack);
    TABLE.put("Split", c -> split(c.input(1), axis(c.input(0)), equal(c)));
    TABLE.put("SplitV", c -> split(c.input(0), axis(c.input(2)), ShapeKernels.whole(c.input(1))));
    TABLE.put("Slice", Kernel.of(PartKernels::slice));
    TABLE.put("StridedSlice", Kernel.of(StridedSlice::of));
    TABLE.put("GatherV2", Kernel.of(c -> gather(c, axis(c.input(2)))));
    TABLE.put("Gather", Kernel.of(c -> gather(c, 0)));
    TABLE.put("ReverseV2", Kernel.of(PartKernels::reverse));
  }

  private PartKernels() {}

  private static int axis(Array number) {
    return Math.toIntExact(number.numbers()[0]);
  }

  /** All inputs but that which names the axis. */
  private static Array joined(Call c, int index) {
    int axis = axis(c.input(index));
    List<Array> parts = new ArrayList<>(c.inputs());
    parts.remove(index);
    return joined(parts, axis);
  }

  /** Arrays one behind the other along an axis. */
  static Array joined(List<Array> parts, int stated) {
    int axis = parts.get(0).place(stated);
    int[] shape = parts.get(0).shape().clone();
    shape[axis] = parts.stream().mapToInt(p -> p.axis(axis)).reduce(0, Math::addExact);
    int outer = Array.size(Arrays.copyOf(shape, axis));
    int inner = Array.size(Arrays.copyOfRange(shape, axis + 1, shape.length));
    boolean real = parts.get(0).isFloat();
    Object values = real ? new float[Array.size(shape)] : new long[Array.size(shape)];
    int start = 0;
    for (Array part : parts) {
      int length = part.axis(axis) * inner;
      if (part.size() != outer * length) {
        throw new IllegalArgumentException(parts + " do not join along axis " + stated);
      }
      for (int i = 0; i < outer; i++) {
        System.arraycopy(
            real ? part.values() : part.numbers(),
            i * length,
            values,
            i * shape[axis] * inner + start,
            length);
      }
      start += length;
    }
    return real
        ? Array.of((float[]) values, shape)
        : Array.of(parts.get(0).type(), (long[]) values, shape);
  }

  private static Array pack(Call c) {
    int axis = c.integer("axis");
    int[] shape = c.input(0).widened(axis).shape();
    return joined(c.inputs().stream().map(x -> x.shaped(shape)).toList(), axis);
  }

  private static List<Array> unpack(Call c) {
    Array x = c.input(0);
    int axis = x.place(c.integer("axis"));
    int[] kept = x.axes(i -> i != axis);
    int[] ones = new int[x.axis(axis)];
    Arrays.fill(ones, 1);
    return split(x, axis, ones).stream().map(part -> part.shaped(kept)).toList();
  }

  private static int[] equal(Call c) {
    int[] sizes = new int[c.integer("num_split")];
    Arrays.fill(sizes, c.input(1).axis(axis(c.input(0))) / Math.max(1, sizes.length));
    return sizes;
  }

  private static List<Array> split(Array x, int stated, int... sizes) {
    int axis = x.place(stated);
    int known = Arrays.stream(sizes).filter(s -> s > 0).sum();
    List<Array> parts = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      int length = size < 0 ? x.axis(axis) - known : size;
      int[] begin = new int[x.rank()];
      int[] shape = x.shape().clone();
      begin[axis] = from;
      shape[axis] = length;
      parts.add(part(x, begin, shape));
      from += length;
    }
    if (from != x.axis(axis)) {
      throw new IllegalArgumentException(x + " does not split into " + Arrays.toString(sizes));
    }
    return parts;
  }

  private static Array slice(Call c) {
    Array x = c.input(0);
    int[] begin = ShapeKernels.whole(c.input(1));
    int[] shape = ShapeKernels.whole(c.input(2));
    for (int i = 0; i < shape.length; i++) {
      shape[i] = shape[i] < 0 ? x.axis(i) - begin[i] : shape[i];
    }
    return part(x, begin, shape);
  }

  private static Array part(Array x, int[] begin, int... shape) {
    int[] strides = Array.strides(x.shape());
    int first = 0;
    for (int i = 0; i < begin.length; i++) {
      if (begin[i] < 0 || shape[i] < 0 || begin[i] + shape[i] > x.axis(i)) {
        throw new IllegalArgumentException(
            Arrays.toString(shape) + " from " + Arrays.toString(begin) + " of " + x);
      }
      first += begin[i] * strides[i];
    }
    return x.pick(ShapeKernels.places(first, strides, shape), shape);
  }

  private static Array gather(Call c, int stated) {
    Array x = c.input(0);
    Array indices = c.input(1);
    if (c.integer("batch_dims") != 0) {
      throw new IllegalArgumentException("gathers by batch");
    }
    int axis = x.place(stated);
    List<Array> rows = new ArrayList<>();
    for (int index : ShapeKernels.whole(indices)) {
      int[] begin = new int[x.rank()];
      int[] shape = x.shape().clone();
      begin[axis] = index;
      shape[axis] = 1;
      rows.add(part(x, begin, shape));
    }
    int[] shape =
        Stream.of(x.axes(i -> i < axis), indices.shape(), x.axes(i -> i > axis))
            .flatMapToInt(Arrays::stream)
            .toArray();
    return joined(rows, axis).shaped(shape);
  }

  private static Array reverse(Call c) {
    Array x = c.input(0);
    int[] steps = Array.strides(x.shape());
    int first = 0;
    for (long stated : c.input(1).numbers()) {
      int axis = x.place(stated);
      first += (x.axis(axis) - 1) * steps[axis];
      steps[axis] = -steps[axis];
    }
    return x.pick(ShapeKernels.places(first, steps, x.shape()), x.shape());
  }

  /** Of two arrays of one shape, each value of the first or of the second. */
  static Array chosen(Array first, Array second, IntPredicate isFirst) {
    int size = first.size();
    Array both = joined(List.of(first.shaped(size), second.shaped(size)), 0);
    int[] places = IntStream.range(0, size).map(i -> isFirst.test(i) ? i : size + i).toArray();
    return both.pick(places, first.shape());
  }
}
