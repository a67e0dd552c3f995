package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.graft.failure.UnsupportedModelException;
import org.graft.source.tensorflow.kernel.Array;
import org.tensorflow.framework.DataType;

/** Arrays that a checkpoint holds in parts, and parts of arrays. */
final class Partitions {
  private Partitions() {}

  /** Parts one behind the other along the one axis on which they are shorter than the whole. */
  static Literal joined(String key, List<Literal> parts, int... shape) {
    int[] axes =
        IntStream.range(0, shape.length)
            .filter(i -> parts.stream().anyMatch(part -> part.shape()[i] != shape[i]))
            .toArray();
    int axis = axes.length == 0 ? 0 : axes[0];
    int[] whole = parts.get(0).shape().clone();
    whole[axis] = parts.stream().mapToInt(part -> part.shape()[axis]).sum();
    if (axes.length > 1 || !Arrays.equals(whole, shape)) {
      throw new UnsupportedModelException(
          "variable " + key + " is stored in parts " + parts + ", which do not join on one axis");
    }
    return literal(
        key,
        parts.get(0),
        shape,
        () -> {
          List<Array> all = new ArrayList<>(parts.stream().map(Literal::array).toList());
          all.add(whole(axis));
          return run("ConcatV2", all);
        });
  }

  /** A part that begins at these places. */
  static Literal part(Literal whole, int[] begin, int... shape) {
    for (int i = 0; i < shape.length; i++) {
      if (begin[i] < 0 || shape[i] < 0 || shape[i] > whole.shape()[i] - begin[i]) {
        throw new UnsupportedModelException(
            Arrays.toString(shape) + " from " + Arrays.toString(begin) + " of " + whole);
      }
    }
    return literal(
        whole.name(),
        whole,
        shape,
        () -> run("Slice", List.of(whole.array(), whole(begin), whole(shape))));
  }

  private static Literal literal(String name, Literal like, int[] shape, Supplier<Array> source) {
    DataType type = like.isFloat() ? DataType.DT_FLOAT : like.type();
    return new Literal(name, type, shape, () -> Literal.of(name, source.get()).bytes().get());
  }

  private static Array whole(int... numbers) {
    return Array.of(
        DataType.DT_INT32, Arrays.stream(numbers).asLongStream().toArray(), numbers.length);
  }

  private static Array run(String op, List<Array> inputs) {
    return Folding.run(new Node(op, op, List.of(), Map.of()), inputs).get(0);
  }
}
