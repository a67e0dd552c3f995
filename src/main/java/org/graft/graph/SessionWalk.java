package org.graft.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.graft.failure.UnsupportedModelException;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * The walk with which a SameDiff session looks for what an output needs. It follows a variable's
 * inputs again each time that the variable is met, so that a map which is read twice doubles the
 * walk of all before it: forty sums {@code x + x} in a row would take a year.
 */
public final class SessionWalk {
  private static final int MOST_STEPS = 2_000_000;

  private SessionWalk() {}

  /**
   * Makes sure that a session comes to an end soon.
   *
   * @throws UnsupportedModelException if it would take more than two million steps
   */
  public static void requireShort(SameDiff graph, String output) {
    Deque<String> open = new ArrayDeque<>(Set.of(output));
    Set<String> seen = new HashSet<>();
    for (int steps = 0; !open.isEmpty(); steps++) {
      if (steps > MOST_STEPS || open.size() > MOST_STEPS) {
        throw new UnsupportedModelException(
            ("the network parts and joins again so often that SameDiff cannot run it: it"
                    + " would take more than %s steps to find what %s needs")
                .formatted(MOST_STEPS, output));
      }
      String variable = open.remove();
      seen.add(variable);
      for (String input : entering(graph, variable)) {
        if (!seen.contains(input)) {
          open.add(input);
        }
      }
    }
  }

  /** What a variable is computed from. */
  static List<String> entering(SameDiff graph, String variable) {
    String maker = graph.getVariables().get(variable).getOutputOfOp();
    SameDiffOp operation = maker == null ? null : graph.getOps().get(maker);
    return operation == null ? List.of() : inputs(operation);
  }

  /** What an operation reads. */
  static List<String> inputs(SameDiffOp operation) {
    return Objects.requireNonNullElse(operation.getInputsToOp(), List.of());
  }
}
