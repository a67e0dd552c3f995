package org.graft.source.tensorflow.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Operations that take arrays apart and put them together. */
final class PartKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put("ConcatV2", Kernel.of(c -> joined(but(c, c.inputs().size() - 1), axis(c.last()))));
    TABLE.put("Concat", Kernel.of(c -> joined(but(c, 0), axis(c.input(0)))));
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

  private static List<Array> but(Call c, int index) {
    List<Array> parts = new ArrayList<>(c.inputs());
    parts.remove(index);
    return parts;
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
    Array first = c.input(0);
    int axis = c.integer("axis");
    int place = axis < 0 ? axis + first.rank() + 1 : axis;
    int[] shape =
        IntStream.rangeClosed(0, first.rank())
            .map(i -> i == place ? 1 : first.axis(i < place ? i : i - 1))
            .toArray();
    return joined(c.inputs().stream().map(x -> x.shaped(shape)).toList(), place);
  }

  private static List<Array> unpack(Call c) {
    Array x = c.input(0);
    int axis = x.place(c.integer("axis"));
    int[] kept = IntStream.range(0, x.rank()).filter(i -> i != axis).map(x::axis).toArray();
    return split(x, axis, ones(x.axis(axis))).stream().map(part -> part.shaped(kept)).toList();
  }

  private static int[] ones(int count) {
    int[] ones = new int[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static int[] equal(Call c) {
    int[] sizes = new int[c.integer("num_split")];
    Arrays.fill(sizes, c.input(1).axis(axis(c.input(0))) / Math.max(1, sizes.length));
    return sizes;
  }

  private static List<Array> split(Array x, int stated, int... sizes) {
    int axis = x.place(stated);
    int[] whole = sizes.clone();
    int known = Arrays.stream(sizes).filter(s -> s > 0).sum();
    List<Array> parts = new ArrayList<>();
    int from = 0;
    for (int size : whole) {
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
    IntStream before = Arrays.stream(x.shape()).limit(axis);
    IntStream behind = Arrays.stream(x.shape()).skip(axis + 1L);
    int[] shape =
        IntStream.concat(IntStream.concat(before, Arrays.stream(indices.shape())), behind)
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
