package org.graft.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.graft.failure.UnsupportedModelException;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * Moves the operations of one SameDiff graph into another, where its placeholders and variables
 * stand for what is there. The graph that is moved is used up.
 */
final class Transplant {
  private static final String PRODUCT = "multiply";

  private final SameDiff from;
  private final SameDiff into;
  private final String prefix;
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> ones = new HashSet<>();

  /**
   * @param prefix of the names that operations and variables get
   */
  Transplant(SameDiff from, SameDiff into, String prefix) {
    this.from = from;
    this.into = into;
    this.prefix = prefix;
  }

  /** Has a variable of the other graph stand for one of this. */
  Transplant with(String variable, SDVariable there) {
    names.put(variable, there.name());
    return this;
  }

  /** Leaves out the products with a variable, as if it were 1. */
  Transplant without(String variable) {
    ones.add(variable);
    return this;
  }

  /**
   * Moves what an output needs.
   *
   * @return the output there
   * @throws UnsupportedModelException for a placeholder or a variable that nothing stands for
   */
  SDVariable move(String output) {
    Set<String> needed = needed(from, output);
    for (SameDiffOp op : new ArrayList<>(from.getOps().values())) {
      if (op.getOutputsOfOp().stream().anyMatch(needed::contains) && !isLeftOut(op)) {
        move(op);
      }
    }
    return into.getVariable(name(output));
  }

  /** All variables that an output is computed from, and the output. */
  static Set<String> needed(SameDiff graph, String output) {
    Set<String> needed = new HashSet<>(Set.of(output));
    Deque<String> open = new ArrayDeque<>(needed);
    while (!open.isEmpty()) {
      for (String input : SessionWalk.entering(graph, open.remove())) {
        if (needed.add(input)) {
          open.add(input);
        }
      }
    }
    return needed;
  }

  private boolean isLeftOut(SameDiffOp op) {
    List<String> inputs = SessionWalk.inputs(op);
    boolean product = op.getOp().opName().equals(PRODUCT);
    for (int i = 0; product && i < inputs.size(); i++) {
      if (ones.contains(inputs.get(i))) {
        names.put(op.getOutputsOfOp().get(0), name(inputs.get(1 - i)));
        return true;
      }
    }
    return false;
  }

  private void move(SameDiffOp op) {
    String[] entering = SessionWalk.inputs(op).stream().map(this::name).toArray(String[]::new);
    DifferentialFunction function = op.getOp();
    function.setSameDiff(into);
    function.setOwnName(prefix + op.getName());
    into.putOpForId(function.getOwnName(), function);
    into.addArgsFor(entering, function);
    List<String> outputs = op.getOutputsOfOp().stream().map(this::made).toList();
    into.addOutgoingFor(outputs.toArray(String[]::new), function);
  }

  private String made(String output) {
    SDVariable there =
        new SDVariable(
            prefix + output, VariableType.ARRAY, into, null, from.getVariable(output).dataType());
    into.addVariable(there);
    names.put(output, there.name());
    return there.name();
  }

  private String name(String variable) {
    SDVariable own = from.getVariable(variable);
    if (!names.containsKey(variable) && own.isConstant()) {
      names.put(variable, into.constant(prefix + variable, own.getArr().dup()).name());
    }
    String name = names.get(variable);
    if (name == null) {
      throw new UnsupportedModelException(
          "nothing is known of %s '%s' where it is used"
              .formatted(own.getVariableType().name().toLowerCase(Locale.ROOT), variable));
    }
    return name;
  }
}
