package org.graft.source.tensorflow.kernel;

import java.util.List;
import java.util.function.Function;

/** How one operation is computed. */
@FunctionalInterface
public interface Kernel {
  /**
   * The operation's outputs.
   *
   * @throws IllegalArgumentException if the inputs or attributes do not go together
   */
  List<Array> run(Call call);

  /** That of an operation with one output. */
  static Kernel of(Function<Call, Array> single) {
    return call -> List.of(single.apply(call));
  }
}
