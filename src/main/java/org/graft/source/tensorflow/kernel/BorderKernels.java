package org.graft.source.tensorflow.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
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

  private static final Border ZEROS = (place, length) -> place < 0 || place >= length ? -1 : place;

  private BorderKernels() {}

  private static Array pad(Call c, @Nullable Array filling) {
    Array x = c.input(0);
    int[] border = ShapeKernels.whole(c.input(1));
    Array padded = bordered(x, ZEROS, border);
    if (filling == null || filling.at(0) == 0) {
      return padded;
    }
    Array mask = bordered(Array.floats(x.shape(), i -> 1), ZEROS, border);
    int[] everywhere = new int[padded.size()];
    return PartKernels.chosen(
        padded, filling.pick(everywhere, padded.shape()), i -> mask.at(i) == 1);
  }

  private static Array mirror(Call c) {
    int edge = c.text("mode").equals("SYMMETRIC") ? 1 : 0;
    Border mirror =
        (place, length) -> {
          int turned = place < 0 ? -place - edge : place;
          return turned >= length ? 2 * length - 2 - turned + edge : turned;
        };
    return bordered(c.input(0), mirror, ShapeKernels.whole(c.input(1)));
  }

  /** Which place of an axis stands at one that lies outside, too; -1 for 0. */
  private interface Border {
    int source(int place, int length);
  }

  /** With a border before and behind each axis. */
  private static Array bordered(Array x, Border kind, int... border) {
    Array made = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      int own = x.axis(axis);
      int before = border[2 * axis];
      int length = own + before + border[2 * axis + 1];
      made = along(made, axis, length, i -> kind.source(i - before, own));
    }
    return made;
  }

  /** An axis of another length, each of whose places comes from one of the old or is 0. */
  static Array along(Array x, int axis, int length, IntUnaryOperator source) {
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

  private static Array spaceToBatch(Call c) {
    int[] block = ShapeKernels.whole(c.input(1));
    int[] border = new int[2 * c.input(0).rank()];
    int[] stated = ShapeKernels.whole(c.input(2));
    System.arraycopy(stated, 0, border, 2, stated.length);
    Array x = bordered(c.input(0), ZEROS, border);
    int[] shape = x.shape().clone();
    for (int i = 0; i < block.length; i++) {
      shape[0] *= block[i];
      shape[1 + i] /= block[i];
    }
    return x.shaped(shape).pick(blocksFirst(block, x.shape()), shape);
  }

  private static Array batchToSpace(Call c) {
    int[] block = ShapeKernels.whole(c.input(1));
    int[] crops = ShapeKernels.whole(c.input(2));
    int[] shape = c.input(0).shape().clone();
    shape[0] /= Arrays.stream(block).reduce(1, Math::multiplyExact);
    for (int i = 0; i < block.length; i++) {
      shape[1 + i] *= block[i];
    }
    Array x = c.input(0).shaped(shape);
    int[] there = blocksFirst(block, shape);
    int[] back = new int[there.length];
    for (int i = 0; i < back.length; i++) {
      back[there[i]] = i;
    }
    Array moved = x.pick(back, shape);
    for (int i = 0; i < block.length; i++) {
      int from = crops[2 * i];
      int length = moved.axis(1 + i) - from - crops[2 * i + 1];
      moved = along(moved, 1 + i, length, place -> place + from);
    }
    return moved;
  }

  /**
   * The places in a map of the values that {@code space_to_batch_nd} makes of it, in their order:
   * {@code [block, .., batch, cells, .., rest]}, as TensorFlow's documentation writes it.
   */
  private static int[] blocksFirst(int[] block, int... space) {
    int[] strides = Array.strides(space);
    int[] shape = Arrays.copyOf(block, block.length + space.length);
    int[] steps = new int[shape.length];
    for (int axis = 0; axis < space.length; axis++) {
      boolean parted = axis > 0 && axis <= block.length;
      int parts = parted ? block[axis - 1] : 1;
      shape[block.length + axis] = space[axis] / parts;
      steps[block.length + axis] = strides[axis] * parts;
      if (parted) {
        steps[axis - 1] = strides[axis];
      }
    }
    return ShapeKernels.places(0, steps, shape);
  }

  private static Array spaceToDepth(Call c) {
    requireLast(c);
    Array x = c.input(0);
    int b = c.integer("block_size");
    int[] split = {x.axis(0), x.axis(1) / b, b, x.axis(2) / b, b, x.axis(3)};
    return x.shaped(split)
        .transposed(0, 1, 3, 2, 4, 5)
        .shaped(x.axis(0), x.axis(1) / b, x.axis(2) / b, x.axis(3) * b * b);
  }

  private static Array depthToSpace(Call c) {
    requireLast(c);
    Array x = c.input(0);
    int b = c.integer("block_size");
    int[] split = {x.axis(0), x.axis(1), x.axis(2), b, b, x.axis(3) / b / b};
    return x.shaped(split)
        .transposed(0, 1, 3, 2, 4, 5)
        .shaped(x.axis(0), x.axis(1) * b, x.axis(2) * b, x.axis(3) / b / b);
  }

  private static void requireLast(Call c) {
    if (c.channelsFirst()) {
      throw new IllegalArgumentException("channels first");
    }
  }

  /** What is computed on {@code [batch, height, width, channels]}, for either order of axes. */
  static Array inLayout(Call c, Array x, UnaryOperator<Array> kernel) {
    return c.channelsFirst()
        ? kernel.apply(x.transposed(0, 2, 3, 1)).transposed(0, 3, 1, 2)
        : kernel.apply(x);
  }

  /** The places of a list that are those of height and width in NHWC. */
  static int[] spatial(Call c, int... all) {
    int first = c.channelsFirst() ? 2 : 1;
    return IntStream.of(first, first + 1).map(i -> all.length == 4 ? all[i] : 1).toArray();
  }
}
