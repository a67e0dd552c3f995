package org.graft.source.tensorflow.kernel;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.framework.DataType;

/** Operations that tell, make or change shapes, and move all values. */
final class ShapeKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put("Shape", Kernel.of(c -> axes(c, c.input(0))));
    TABLE.put("ShapeN", c -> c.inputs().stream().map(x -> axes(c, x)).toList());
    TABLE.put("Rank", Kernel.of(c -> scalar(DataType.DT_INT32, c.input(0).rank())));
    TABLE.put("Size", Kernel.of(c -> scalar(c.type("out_type"), c.input(0).size())));
    TABLE.put("Reshape", Kernel.of(ShapeKernels::reshape));
    TABLE.put("Squeeze", Kernel.of(ShapeKernels::squeeze));
    TABLE.put("ExpandDims", Kernel.of(c -> c.input(0).widened(c.input(1).numbers()[0])));
    TABLE.put("Transpose", Kernel.of(c -> c.input(0).transposed(whole(c.input(1)))));
    TABLE.put("Fill", Kernel.of(c -> stretched(c.input(1), whole(c.input(0)))));
    TABLE.put("BroadcastTo", Kernel.of(c -> stretched(c.input(0), whole(c.input(1)))));
    TABLE.put("ZerosLike", Kernel.of(c -> filled(c.input(0), 0)));
    TABLE.put("OnesLike", Kernel.of(c -> filled(c.input(0), 1)));
    TABLE.put("Range", Kernel.of(ShapeKernels::range));
    TABLE.put("Tile", Kernel.of(ShapeKernels::tile));
    TABLE.put("IdentityN", Call::inputs);
  }

  private ShapeKernels() {}

  static int[] whole(Array array) {
    return Arrays.stream(array.numbers()).mapToInt(Math::toIntExact).toArray();
  }

  private static Array scalar(DataType type, long value) {
    return Array.of(type, new long[] {value});
  }

  private static Array axes(Call c, Array x) {
    long[] axes = Arrays.stream(x.shape()).asLongStream().toArray();
    return Array.of(c.type("out_type"), axes, axes.length);
  }

  private static Array reshape(Call c) {
    Array x = c.input(0);
    int[] shape = whole(c.input(1));
    int known = 1;
    for (int axis : shape) {
      known = Math.multiplyExact(known, axis < 0 ? 1 : axis);
    }
    for (int i = 0; i < shape.length; i++) {
      shape[i] = shape[i] < 0 ? x.size() / Math.max(1, known) : shape[i];
    }
    return x.shaped(shape);
  }

  private static Array squeeze(Call c) {
    Array x = c.input(0);
    int[] named = Arrays.stream(c.integers("squeeze_dims")).map(x::place).toArray();
    return x.shaped(
        x.axes(
            i -> named.length == 0 ? x.axis(i) != 1 : Arrays.stream(named).noneMatch(n -> n == i)));
  }

  static Array stretched(Array x, int... shape) {
    return x.pick(BinaryKernels.places(x.shape(), shape), shape);
  }

  private static Array filled(Array x, int value) {
    return x.isFloat()
        ? Array.floats(x.shape(), i -> value)
        : Array.wholes(x.type(), x.shape(), i -> value);
  }

  private static Array range(Call c) {
    double from = c.input(0).at(0);
    double step = c.input(2).at(0);
    int[] size = {
      (int) Math.min(1 << 30, Math.max(0, Math.ceil((c.input(1).at(0) - from) / step)))
    };
    return c.input(0).isFloat()
        ? Array.floats(size, i -> from + i * step)
        : Array.wholes(c.input(0).type(), size, i -> (long) (from + i * step));
  }

  private static Array tile(Call c) {
    Array x = c.input(0);
    int[] times = whole(c.input(1));
    Array tiled = x;
    for (int i = 0; i < times.length; i++) {
      tiled = PartKernels.joined(List.copyOf(copies(tiled, times[i])), i);
    }
    return tiled;
  }

  private static List<Array> copies(Array x, int count) {
    Array.size(x.size(), count);
    return Collections.nCopies(count, x);
  }

  /** Places of values that lie {@code steps} apart on each axis of a shape, in C order. */
  static int[] places(int first, int[] steps, int... shape) {
    int[] places = new int[Array.size(shape)];
    if (places.length == 0) {
      return places;
    }
    places[0] = first;
    int filled = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      for (int k = 1; k < shape[axis]; k++) {
        for (int i = 0; i < filled; i++) {
          places[k * filled + i] = places[i] + k * steps[axis];
        }
      }
      filled *= shape[axis];
    }
    return places;
  }
}
