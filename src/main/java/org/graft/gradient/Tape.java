package org.graft.gradient;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model that is run forwards and differentiated backwards, step by step, in memory that is used
 * again for every batch. Kernels and biases are trained; BatchNorm is a constant affine. What it
 * computes is what SameDiff computes of the same layers' graph.
 */
public final class Tape {
  private final Map<String, Values> outputs;
  private final List<Step> steps;
  private final List<Kernel> kernels;
  private final Map<String, Masked> masked;
  private final List<Values> distinct;
  private final Values last;

  Tape(
      Map<String, Values> outputs,
      List<Step> steps,
      List<Kernel> kernels,
      Map<String, Masked> masked) {
    this.outputs = outputs;
    this.steps = steps;
    this.kernels = kernels;
    this.masked = masked;
    Set<Values> all = Collections.newSetFromMap(new IdentityHashMap<>());
    all.addAll(outputs.values());
    this.distinct = List.copyOf(all);
    this.last = new ArrayList<>(outputs.values()).get(outputs.size() - 1);
  }

  /**
   * A tape for a model, or none if one of its layers is of a kind or form that there is no step
   * for.
   *
   * @param masks dropouts that are told what to drop; all others drop nothing
   */
  public static Optional<Tape> of(Model model, Set<String> masks) {
    Steps steps = new Steps(model, masks);
    return steps.coverAll() ? Optional.of(steps.tape()) : Optional.empty();
  }

  /** The trained arrays by {@code layer/parameter}, live: what is put in counts from then on. */
  public Map<String, INDArray> parameters() {
    Map<String, INDArray> parameters = new LinkedHashMap<>();
    kernels.forEach(kernel -> kernel.putParameters(parameters));
    return parameters;
  }

  /**
   * The output {@code [n, width]}; of a map {@code [cells * n, channels]}, cell by cell.
   *
   * @param inputs by name, {@code [n, height, width, channels]} or {@code [n, width]} each
   * @param dropped by the dropout's name, {@code [n, units]} to multiply by; those that are not
   *     named drop nothing
   */
  public Tensor forward(Map<String, Tensor> inputs, Map<String, Tensor> dropped) {
    int count = inputs.values().iterator().next().shape()[0];
    distinct.forEach(values -> values.hold(count));
    inputs.forEach((name, images) -> outputs.get(name).enter(images));
    masked.forEach((name, step) -> step.by(dropped.get(name)));
    steps.forEach(Step::forward);
    float[] values = new float[last.size()];
    System.arraycopy(last.values(), 0, values, 0, values.length);
    return new Tensor(values, last.rows(), last.channels);
  }

  /**
   * The gradient by each trained array, good until the next call, of what has the given gradient by
   * the output of the last {@link #forward}.
   *
   * @param gradient of the output's shape
   */
  public Map<String, INDArray> backward(double... gradient) {
    for (int i = 0; i < gradient.length; i++) {
      last.gradient()[i] = (float) gradient[i];
    }
    for (int i = steps.size() - 1; i >= 0; i--) {
      steps.get(i).backward();
    }
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    kernels.forEach(kernel -> kernel.putGradients(gradients));
    return gradients;
  }
}
