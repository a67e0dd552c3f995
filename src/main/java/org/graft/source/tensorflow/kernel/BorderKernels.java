package org.graft.source.tensorflow.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Operations that add a border, or move cells between space, batch and channels. */
final class BorderKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put("Pad", Kernel.of(c -> pad(c, c.input(0).isFloat() ? Array.of(new float[1]) : null)));
    TABLE.put("PadV2", Kernel.of(c -> pad(c, c.input(2))));
    TABLE.put("MirrorPad", Kernel.of(BorderKernels::mirror));
    TABLE.put("SpaceToBatchND", Kernel.of(BorderKernels::spaceToBatch));
    TABLE.put("BatchToSpaceND", Kernel.of(BorderKernels::batchToSpace));
    TABLE.put("SpaceToDepth", Kernel.of(BorderKernels::spaceToDepth));
    TABLE.put("DepthToSpace", Kernel.of(BorderKernels::depthToSpace));
  }

  private BorderKernels() {}

  private static Array pad(Call c, @Nullable Array filling) {
    Array x = c.input(0);
    Array padded = padded(x, ShapeKernels.whole(c.input(1)));
    if (filling == null || filling.at(0) == 0) {
      return padded;
    }
    float[] inside = new float[x.size()];
    Arrays.fill(inside, 1);
    Array mask = padded(Array.of(inside, x.shape()), ShapeKernels.whole(c.input(1)));
    int[] everywhere = new int[padded.size()];
    return PartKernels.chosen(
        padded, filling.pick(everywhere, padded.shape()), i -> mask.at(i) == 1);
  }

  /** Zeros before and behind each axis. */
  static Array padded(Array x, int... border) {
    Array padded = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      int before = border[2 * axis];
      int length = padded.axis(axis) + before + border[2 * axis + 1];
      int own = padded.axis(axis);
      padded = along(padded, axis, length, i -> i < before || i >= before + own ? -1 : i - before);
    }
    return padded;
  }

  private static Array mirror(Call c) {
    Array x = c.input(0);
    int[] border = ShapeKernels.whole(c.input(1));
    int edge = c.text("mode").equals("SYMMETRIC") ? 1 : 0;
    Array padded = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      int own = x.axis(axis);
      int before = border[2 * axis];
      padded =
          along(
              padded,
              axis,
              own + before + border[2 * axis + 1],
              i -> {
                int place = i - before;
                int turned = place < 0 ? -place - edge : place;
                return turned >= own ? 2 * own - 2 - turned + edge : turned;
              });
    }
    return padded;
  }

  /** An axis of another length, each of whose places comes from one of the old or is 0. */
  private static Array along(Array x, int axis, int length, IntUnaryOperator source) {
    int[] shape = x.shape().clone();
    shape[axis] = length;
    int inner = Array.strides(x.shape())[axis];
    int[] places = new int[Array.size(shape)];
    for (int i = 0; i < places.length; i++) {
      int place = source.applyAsInt(i / inner % length);
      places[i] = place < 0 ? -1 : (i / inner / length * x.axis(axis) + place) * inner + i % inner;
    }
    return x.pick(places, shape);
  }

  /** As TensorFlow's documentation of {@code space_to_batch_nd} writes it: pad, split, move. */
  private static Array spaceToBatch(Call c) {
    int[] block = ShapeKernels.whole(c.input(1));
    int[] border = new int[2 * c.input(0).rank()];
    int[] stated = ShapeKernels.whole(c.input(2));
    System.arraycopy(stated, 0, border, 2, stated.length);
    Array x = padded(c.input(0), border);
    int spatial = block.length;
    int rest = x.rank() - 1 - spatial;
    int[] split = new int[1 + 2 * spatial + rest];
    int[] order = new int[split.length];
    int[] shape = x.shape().clone();
    split[0] = x.axis(0);
    order[spatial] = 0;
    for (int i = 0; i < spatial; i++) {
      split[1 + 2 * i] = x.axis(1 + i) / block[i];
      split[2 + 2 * i] = block[i];
      order[i] = 2 + 2 * i;
      order[spatial + 1 + i] = 1 + 2 * i;
      shape[0] *= block[i];
      shape[1 + i] /= block[i];
    }
    for (int i = 0; i < rest; i++) {
      split[1 + 2 * spatial + i] = x.axis(1 + spatial + i);
      order[1 + 2 * spatial + i] = 1 + 2 * spatial + i;
    }
    return ShapeKernels.transposed(x.shaped(split), order).shaped(shape);
  }

  private static Array batchToSpace(Call c) {
    Array x = c.input(0);
    int[] block = ShapeKernels.whole(c.input(1));
    int[] crops = ShapeKernels.whole(c.input(2));
    int spatial = block.length;
    int blocks = Arrays.stream(block).reduce(1, Math::multiplyExact);
    int[] split = new int[x.rank() + spatial];
    int[] order = new int[split.length];
    int[] shape = x.shape().clone();
    shape[0] /= blocks;
    split[spatial] = shape[0];
    order[0] = spatial;
    for (int i = 0; i < x.rank() - 1; i++) {
      split[spatial + 1 + i] = x.axis(1 + i);
    }
    for (int i = 0; i < spatial; i++) {
      split[i] = block[i];
      order[1 + 2 * i] = spatial + 1 + i;
      order[2 + 2 * i] = i;
      shape[1 + i] *= block[i];
    }
    for (int i = 1 + 2 * spatial; i < order.length; i++) {
      order[i] = i;
    }
    Array moved = ShapeKernels.transposed(x.shaped(split), order).shaped(shape);
    for (int i = 0; i < spatial; i++) {
      int from = crops[2 * i];
      int length = moved.axis(1 + i) - from - crops[2 * i + 1];
      moved = along(moved, 1 + i, length, place -> place + from);
    }
    return moved;
  }

  private static Array spaceToDepth(Call c) {
    requireLast(c);
    Array x = c.input(0);
    int b = c.integer("block_size");
    int[] split = {x.axis(0), x.axis(1) / b, b, x.axis(2) / b, b, x.axis(3)};
    return ShapeKernels.transposed(x.shaped(split), 0, 1, 3, 2, 4, 5)
        .shaped(x.axis(0), x.axis(1) / b, x.axis(2) / b, x.axis(3) * b * b);
  }

  private static Array depthToSpace(Call c) {
    requireLast(c);
    Array x = c.input(0);
    int b = c.integer("block_size");
    int[] split = {x.axis(0), x.axis(1), x.axis(2), b, b, x.axis(3) / b / b};
    return ShapeKernels.transposed(x.shaped(split), 0, 1, 3, 2, 4, 5)
        .shaped(x.axis(0), x.axis(1) * b, x.axis(2) * b, x.axis(3) / b / b);
  }

  private static void requireLast(Call c) {
    if (c.channelsFirst()) {
      throw new IllegalArgumentException("channels first");
    }
  }

  /** The axes of {@code [batch, height, width, channels]} in the order of NCHW, and back. */
  static Array channelsFirst(Array x) {
    return ShapeKernels.transposed(x, 0, 3, 1, 2);
  }

  static Array channelsLast(Array x) {
    return ShapeKernels.transposed(x, 0, 2, 3, 1);
  }

  /** The places of a list that are those of height and width in NHWC. */
  static int[] spatial(Call c, int... all) {
    int first = c.channelsFirst() ? 2 : 1;
    return IntStream.of(first, first + 1).map(i -> all.length == 4 ? all[i] : 1).toArray();
  }
}
