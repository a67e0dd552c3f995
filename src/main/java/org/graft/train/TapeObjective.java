package org.graft.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.graft.graph.Criterion;
import org.graft.head.Head;
import org.graft.head.Masks;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.tape.TrainableNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tail differentiated by hand: what {@link GraphObjective} computes, in memory that is kept from
 * batch to batch, and without what a graph costs at each of its operations.
 */
record TapeObjective(Model tail, Criterion criterion, TrainableNetwork tape) implements Objective {
  /** None for a tail with layers that only the graph can differentiate. */
  static Optional<Objective> of(Model tail, Criterion criterion) {
    Model scored = tail.upTo(Head.LOGITS);
    Set<String> dropouts =
        Masks.of(scored.plan()).stream().map(Masks.DropoutMask::name).collect(Collectors.toSet());
    return TrainableNetwork.of(scored, dropouts)
        .map(tape -> new TapeObjective(tail, criterion, tape));
  }

  @Override
  public Map<String, INDArray> parameters() {
    return tape.parameters();
  }

  @Override
  public List<Masks.DropoutMask> masks() {
    return Masks.of(tail.plan());
  }

  @Override
  public Gradients gradients(Batch batch) {
    Tensor logits = tape.forward(batch.inputs(), batch.masks());
    Criterion.Cost loss = criterion.of(logits, batch.targets(), batch.weights());
    return new Gradients(loss.mean(), logits, tape.backward(loss.gradient()));
  }

  /** Asks the graph, which keeps every layer's output apart. */
  @Override
  public String firstNotFinite(Batch batch) {
    Model now = tail.withWeights(tail.weights().with(Snapshot.of(parameters())));
    try (Objective graph = new GraphObjective(now, criterion)) {
      return graph.firstNotFinite(batch);
    }
  }

  @Override
  public Tensor logits(Map<String, Tensor> inputs) {
    return tape.forward(inputs, Map.of());
  }

  @Override
  public void close() {
    tape.close();
  }
}
