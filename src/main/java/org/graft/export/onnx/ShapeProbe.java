package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.failure.UnsupportedModelException;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A SameDiff graph run on two batches, one twice as large: SameDiff does not tell shapes of what it
 * has not computed, and from two of them follows how each axis depends on the batch.
 *
 * @param needed the variables that the outputs are computed from, in the graph's order
 * @param entering the placeholders, and all that is computed from one
 * @param first the examples and what is made of them
 * @param second the same of the larger batch
 */
record ShapeProbe(
    SameDiff graph,
    Set<String> needed,
    Set<String> entering,
    Map<String, INDArray> first,
    Map<String, INDArray> second,
    long batch) {

  /**
   * Runs a graph.
   *
   * @param examples what enters each placeholder
   * @param batched those of them that are batches, equally large
   */
  static ShapeProbe of(
      SameDiff graph, Map<String, INDArray> examples, Set<String> batched, List<String> outputs) {
    Set<String> needed = needed(graph, outputs);
    List<String> made =
        graph.getOps().values().stream()
            .flatMap(op -> op.getOutputsOfOp().stream())
            .filter(needed::contains)
            .toList();
    long batch = batched.stream().mapToLong(name -> examples.get(name).size(0)).findAny().orElse(0);
    Map<String, INDArray> larger = new HashMap<>(examples);
    batched.forEach(name -> larger.merge(name, examples.get(name), (a, b) -> Nd4j.concat(0, a, b)));
    Set<String> entering = dependent(graph, examples.keySet());
    return new ShapeProbe(
        graph, needed, entering, values(graph, examples, made), values(graph, larger, made), batch);
  }

  /** What enters and what is made of it. */
  private static Map<String, INDArray> values(
      SameDiff graph, Map<String, INDArray> entering, List<String> made) {
    Map<String, INDArray> values = new HashMap<>(graph.output(entering, made));
    values.putAll(entering);
    return values;
  }

  /** All that the outputs are computed from. */
  static Set<String> needed(SameDiff graph, List<String> outputs) {
    Set<String> needed = new HashSet<>(outputs);
    List<SameDiffOp> ops = new ArrayList<>(graph.getOps().values());
    for (int i = ops.size() - 1; i >= 0; i--) {
      List<String> inputs = ops.get(i).getInputsToOp();
      if (inputs != null && ops.get(i).getOutputsOfOp().stream().anyMatch(needed::contains)) {
        needed.addAll(inputs);
      }
    }
    return needed;
  }

  /** The placeholders, and all that is computed from one. */
  private static Set<String> dependent(SameDiff graph, Set<String> placeholders) {
    Set<String> dependent = new HashSet<>(placeholders);
    for (SameDiffOp op : graph.getOps().values()) {
      List<String> inputs = op.getInputsToOp();
      if (inputs != null && inputs.stream().anyMatch(dependent::contains)) {
        dependent.addAll(op.getOutputsOfOp());
      }
    }
    return dependent;
  }

  /** The operations that the outputs need and something that enters has a part in, in order. */
  List<SameDiffOperation> operations() {
    return graph.getOps().values().stream()
        .map(SameDiffOperation::of)
        .filter(op -> op.outputs().stream().anyMatch(needed::contains))
        .filter(op -> op.outputs().stream().anyMatch(entering::contains))
        .toList();
  }

  /** What a variable holds. */
  Seen seen(String name) {
    if (first.containsKey(name)) {
      INDArray one = first.get(name);
      Optional<INDArray> array = entering.contains(name) ? Optional.empty() : Optional.of(one);
      return new Seen(element(name, one), axes(name, one.shape(), second.get(name).shape()), array);
    }
    INDArray array = graph.getVariable(name).getArr();
    List<Dimension> fixed = Arrays.stream(array.shape()).mapToObj(Dimension::of).toList();
    return new Seen(element(name, array), fixed, Optional.of(array));
  }

  private List<Dimension> axes(String name, long[] one, long... two) {
    List<Dimension> axes = new ArrayList<>();
    for (int axis = 0; axis < one.length; axis++) {
      long more = two.length == one.length ? two[axis] - one[axis] : -1;
      boolean whole = more == 0 || (more > 0 && more % batch == 0 && one[axis] >= more);
      if (!whole) {
        throw new UnsupportedModelException(
            ("cannot export variable '%s' to ONNX: its shape depends on the values that enter"
                    + " or on more than the batch")
                .formatted(name));
      }
      axes.add(
          more == 0 ? Dimension.of(one[axis]) : Dimension.batches(more / batch, one[axis] - more));
    }
    return axes;
  }

  private static Element element(String name, INDArray array) {
    return Element.of(array.dataType())
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    "cannot export variable '%s' to ONNX: it holds %s, which has no form there"
                        .formatted(name, array.dataType())));
  }
}
