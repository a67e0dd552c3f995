package org.graft.export.flatbuffers;

import java.util.Set;
import org.graft.graph.Criterion;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Model;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A model that SameDiff's own {@code fit} trains on: images and one row of targets each. All is
 * frozen but the layers that are named, and dropout is gone.
 */
public final class TrainingGraph {
  /** Placeholder {@code [batch, labels]} float32; of classes each row with sum 1. */
  public static final String TARGETS = "targets";

  /** Mean cross-entropy of the batch, in nats. */
  public static final String LOSS = "loss";

  /** Of Adam, which {@code setTrainingConfig} replaces. */
  private static final double LEARNING_RATE = 1e-3;

  private TrainingGraph() {}

  /**
   * The graph with its loss and training configuration.
   *
   * @param trainable layers whose parameters become variables
   * @param logits the layer before the last activation
   * @throws org.graft.failure.UnsupportedModelException for a model that SameDiff cannot train
   */
  public static SameDiffNetwork of(Model model, Set<String> trainable, String logits) {
    SameDiffNetwork network = Emitter.training(model, trainable);
    SameDiff graph = network.graph();
    int classes = model.plan().shapes().get(logits).channels();
    SDVariable targets = graph.placeHolder(TARGETS, DataType.FLOAT, -1, classes);
    Criterion.of(model.plan()).in(graph, LOSS, targets, graph.getVariable(logits));
    graph.setLossVariables(LOSS);
    graph.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Adam(LEARNING_RATE))
            .dataSetFeatureMapping(network.input())
            .dataSetLabelMapping(TARGETS)
            .build());
    return network;
  }
}
