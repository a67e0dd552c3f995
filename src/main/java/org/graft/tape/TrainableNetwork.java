package org.graft.tape;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model that is run forwards and differentiated backwards, step by step, in memory that is used
 * again for every batch. Kernels and biases are trained; BatchNorm is a constant affine. What it
 * computes is what SameDiff computes of the same layers' graph. Holds native memory until it is
 * closed.
 */
public final class TrainableNetwork implements AutoCloseable {
  private final Map<String, Values> outputs;
  private final List<LayerStep> steps;
  private final TrainedConvolutions convolutions;
  private final Map<String, Values> masked;
  private final List<Values> all;
  private final Values last;

  private TrainableNetwork(StepCompiler made, TrainedConvolutions convolutions) {
    this.steps = made.all();
    this.outputs = made.outputs();
    this.convolutions = convolutions;
    this.masked = made.masked();
    this.all =
        Stream.concat(outputs.values().stream(), masked.values().stream()).distinct().toList();
    this.last = made.last();
  }

  /**
   * A tape for a model, or none if one of its layers is of a kind or form that there is no step
   * for.
   *
   * @param masks dropouts that are told what to drop; all others drop nothing
   */
  public static Optional<TrainableNetwork> of(Model model, Set<String> masks) {
    TrainedConvolutions convolutions = new TrainedConvolutions(model.weights());
    StepCompiler steps = new StepCompiler(model, convolutions, masks);
    return steps.firstUncovered().isPresent()
        ? Optional.empty()
        : Optional.of(new TrainableNetwork(steps, convolutions));
  }

  /** The trained arrays by {@code layer/parameter}, live: what is put in counts from then on. */
  public Map<String, INDArray> parameters() {
    Map<String, INDArray> parameters = new LinkedHashMap<>();
    convolutions.kernels().forEach(kernel -> kernel.putParameters(parameters));
    return parameters;
  }

  /**
   * The output {@code [n, width]}; of a map {@code [n, cells * channels]}, cell by cell.
   *
   * @param inputs by name, {@code [n, height, width, channels]} or {@code [n, width]} each
   * @param dropped by the dropout's name, {@code [n, units]} to multiply by; those that are not
   *     named drop nothing
   */
  public Tensor forward(Map<String, Tensor> inputs, Map<String, Tensor> dropped) {
    int count = inputs.values().iterator().next().shape()[0];
    all.forEach(values -> values.ensureCapacity(count));
    inputs.forEach((name, images) -> outputs.get(name).load(images));
    masked.forEach(
        (name, mask) -> {
          Tensor given = dropped.get(name);
          mask.load(given == null ? mask.ones() : given);
        });
    steps.forEach(LayerStep::forward);
    float[] values = new float[last.cells * last.row()];
    last.store(values);
    return new Tensor(values, count, last.cells * last.channels);
  }

  /**
   * The gradient by each trained array, good until the next call, of what has the given gradient by
   * the output of the last {@link #forward}.
   *
   * @param gradient of the output's shape
   */
  public Map<String, INDArray> backward(double... gradient) {
    last.loadGradient(gradient);
    for (int i = steps.size() - 1; i >= 0; i--) {
      steps.get(i).backward();
    }
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    convolutions.kernels().forEach(kernel -> kernel.putGradients(gradients));
    return gradients;
  }

  @Override
  public void close() {
    convolutions.close();
  }
}
