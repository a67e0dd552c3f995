package org.graft.train;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.graph.Criterion;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.head.Head;
import org.graft.head.Masks;
import org.graft.plan.BatchNorm;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Normalize;
import org.graft.plan.Tensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tail that ends in a head, differentiated by SameDiff. All its parameters are trained but those
 * of BatchNorm and of statistics that data was adapted to, which are frozen affines.
 */
final class GraphObjective implements Objective {
  private static final String TARGETS = "targets";
  private static final String WEIGHTS = "example_weights";
  private static final String LOSS = "loss";

  private final SameDiffNetwork network;
  private final List<String> names;
  private final List<Masks.DropoutMask> masks;

  GraphObjective(Model tail, Criterion criterion) {
    Set<String> trainable = trainable(tail);
    names = names(tail, trainable);
    Set<String> training = new HashSet<>(trainable);
    masks = Masks.of(tail.plan());
    masks.forEach(mask -> training.add(mask.name()));
    network = Emitter.training(tail, training);
    SameDiff graph = network.graph();
    SDVariable logits = graph.getVariable(Head.LOGITS);
    int classes = tail.plan().shapes().get(Head.LOGITS).channels();
    SDVariable targets = graph.placeHolder(TARGETS, DataType.FLOAT, -1, classes);
    SDVariable weights = graph.placeHolder(WEIGHTS, DataType.FLOAT, -1);
    criterion.in(graph, LOSS, targets, logits, weights);
    graph.setLossVariables(LOSS);
  }

  /** The layers of a tail whose parameters training changes. */
  static Set<String> trainable(Model tail) {
    Set<String> trainable = new HashSet<>(tail.plan().parameters().keySet());
    trainable.removeIf(layer -> isFrozen(tail.plan().layer(layer)));
    return trainable;
  }

  private static boolean isFrozen(Layer layer) {
    return layer instanceof BatchNorm || layer instanceof Normalize;
  }

  private static List<String> names(Model tail, Set<String> trainable) {
    List<String> names = new ArrayList<>();
    tail.plan()
        .parameters()
        .forEach(
            (layer, parameters) -> {
              if (trainable.contains(layer)) {
                parameters.forEach(p -> names.add(SameDiffNetwork.variable(layer, p.name())));
              }
            });
    return names;
  }

  @Override
  public Map<String, INDArray> parameters() {
    Map<String, INDArray> parameters = new LinkedHashMap<>();
    names.forEach(name -> parameters.put(name, network.graph().getVariable(name).getArr()));
    return parameters;
  }

  @Override
  public List<Masks.DropoutMask> masks() {
    return masks;
  }

  @Override
  public Gradients gradients(Batch batch) {
    OutAndGrad found =
        network
            .graph()
            .calculateGradientsAndOutputs(feed(batch), List.of(LOSS, Head.LOGITS), names);
    Map<String, INDArray> outputs = found.getOutputs();
    return new Gradients(
        outputs.get(LOSS).getDouble(0),
        SameDiffNetwork.fromNative(outputs.get(Head.LOGITS)),
        found.getGradients());
  }

  private Map<String, INDArray> feed(Batch batch) {
    Map<String, INDArray> feed = SameDiffNetwork.toNative(batch.inputs());
    feed.put(TARGETS, SameDiffNetwork.toNative(batch.targets()));
    feed.put(WEIGHTS, SameDiffNetwork.toNative(batch.weights()));
    for (Masks.DropoutMask mask : masks) {
      feed.put(mask.placeholder(), SameDiffNetwork.toNative(batch.masks().get(mask.name())));
    }
    return feed;
  }

  @Override
  public String firstNotFinite(Batch batch) {
    List<String> layers = network.plan().layers().stream().map(Layer::name).toList();
    Map<String, INDArray> outputs = network.graph().output(feed(batch), layers);
    return layers.stream()
        .filter(layer -> !SameDiffNetwork.isFinite(outputs.get(layer)))
        .findFirst()
        .orElse(LOSS);
  }

  @Override
  public Tensor logits(Map<String, Tensor> inputs) {
    Map<String, INDArray> feed = SameDiffNetwork.toNative(inputs);
    int count = inputs.values().iterator().next().shape()[0];
    masks.forEach(mask -> feed.put(mask.placeholder(), SameDiffNetwork.ones(count, mask.shape())));
    return SameDiffNetwork.fromNative(network.graph().outputSingle(feed, Head.LOGITS));
  }

  @Override
  public void close() {
    network.release();
  }
}
