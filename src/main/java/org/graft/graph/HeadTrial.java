package org.graft.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.graft.failure.InputException;
import org.graft.plan.GraphBlock;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.BaseRandomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Whether a head's graph runs and can be trained: tried on copies of it, since SameDiff writes into
 * a graph what it works out.
 */
record HeadTrial(Supplier<SameDiff> copies, String origin) {
  private static final int BATCH = 2;
  private static final String TARGETS = "graft_targets";
  private static final String LOSS = "graft_loss";

  void require(List<GraphBlock.Mask> masks, Shape features, int units) {
    Map<String, INDArray> feed = new LinkedHashMap<>();
    feed.put(GraphBlock.FEATURES, drawn(features));
    masks.forEach(mask -> feed.put(mask.name(), SameDiffNetwork.ones(BATCH, mask.shape())));
    requireWidth(feed, units);
    requireGradients(copies.get());
    requireDifferentiable(feed, units);
  }

  /** Features of mean 0 and deviation 1, always the same. */
  private static INDArray drawn(Shape shape) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[BATCH * shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return SameDiffNetwork.toNative(new Tensor(values, shape.batched(BATCH)));
  }

  private void requireWidth(Map<String, INDArray> feed, int units) {
    INDArray logits;
    try {
      logits = copies.get().outputSingle(feed, GraphBlock.LOGITS);
    } catch (RuntimeException e) {
      throw wrong("it cannot be run on " + BATCH + " images: " + firstLine(e), e);
    }
    if (!Arrays.equals(logits.shape(), new long[] {BATCH, units})) {
      throw wrong(
          "its logits for %d images are %s, expected [%d, %d]: one for each class"
              .formatted(BATCH, Arrays.toString(logits.shape()), BATCH, units),
          null);
    }
  }

  /** Asks each operation between a variable and the logits alone, so that one can be named. */
  private void requireGradients(SameDiff graph) {
    Set<String> needed = Transplant.needed(graph, GraphBlock.LOGITS);
    Set<String> reached = new HashSet<>();
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() == VariableType.VARIABLE) {
        reached.add(variable.name());
      }
    }
    for (SameDiffOp op : new ArrayList<>(graph.getOps().values())) {
      List<String> inputs = SessionWalk.inputs(op);
      boolean used = op.getOutputsOfOp().stream().anyMatch(needed::contains);
      if (used && isRandom(op)) {
        throw wrong(
            named(op) + " draws at random; take the dropout that is handed to the head", null);
      }
      if (used && inputs.stream().anyMatch(reached::contains)) {
        reached.addAll(op.getOutputsOfOp());
        requireGradient(graph, op);
      }
    }
  }

  private static boolean isRandom(SameDiffOp op) {
    String name = op.getOp().opName();
    return op.getOp() instanceof BaseRandomOp
        || name.contains("dropout")
        || name.startsWith("random");
  }

  private void requireGradient(SameDiff graph, SameDiffOp op) {
    List<SDVariable> gradients = new ArrayList<>();
    for (String output : op.getOutputsOfOp()) {
      gradients.add(graph.zerosLike(graph.getVariable(output)));
    }
    try {
      List<SDVariable> found = op.getOp().doDiff(gradients);
      if (found == null || found.isEmpty()) {
        throw wrong(named(op) + " has no gradient, so that it cannot be trained through", null);
      }
    } catch (UnsupportedOperationException | IllegalStateException e) {
      throw wrong(
          "%s has no gradient (%s), so that it cannot be trained through"
              .formatted(named(op), firstLine(e)),
          e);
    }
  }

  private void requireDifferentiable(Map<String, INDArray> feed, int units) {
    SameDiff graph = copies.get();
    List<String> variables =
        graph.variables().stream()
            .filter(v -> v.getVariableType() == VariableType.VARIABLE)
            .map(SDVariable::name)
            .toList();
    try {
      SDVariable targets = graph.placeHolder(TARGETS, DataType.FLOAT, -1, units);
      graph.loss().softmaxCrossEntropy(LOSS, targets, graph.getVariable(GraphBlock.LOGITS), null);
      graph.setLossVariables(LOSS);
      Map<String, INDArray> all = new LinkedHashMap<>(feed);
      INDArray first = Nd4j.zeros(DataType.FLOAT, BATCH, units);
      first.getColumn(0).assign(1);
      all.put(TARGETS, first);
      Map<String, INDArray> found = graph.calculateGradients(all, variables);
      for (String variable : variables) {
        if (found.get(variable) == null) {
          throw wrong("SameDiff finds no gradient for variable '" + variable + "'", null);
        }
      }
      requireSlopes(new Slopes(graph, all, LOSS), found);
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException e) {
      throw wrong("SameDiff cannot differentiate it: " + firstLine(e), e);
    }
  }

  private void requireSlopes(Slopes slopes, Map<String, INDArray> gradients) {
    for (Map.Entry<String, INDArray> each : gradients.entrySet()) {
      Optional<String> problem = slopes.problem(each.getKey(), each.getValue());
      if (problem.isPresent()) {
        throw wrong(
            ("SameDiff's gradient for variable '%s' is wrong: %s; an operation behind it has"
                    + " a wrong one, as a slice at one place has")
                .formatted(each.getKey(), problem.get()),
            null);
      }
    }
  }

  private static String named(SameDiffOp op) {
    return "operation " + op.getOp().opName() + " (" + op.getName() + ")";
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }

  private InputException wrong(String problem, @Nullable Throwable cause) {
    return new InputException("head " + origin + ": " + problem, cause);
  }
}
