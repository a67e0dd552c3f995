package org.graft.source.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.deeplearning4j.nn.modelimport.keras.KerasModel;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.plan.Shape;

/**
 * Reads a description into a plan through Deeplearning4j's importer: configuration in the words of
 * Keras 2 → {@link KerasModel} → {@link ComputationGraphConfiguration} → plan. Declines what that
 * importer is known to lose in silence.
 */
public final class Dl4jReader {
  private Dl4jReader() {}

  /** The plan that Deeplearning4j makes of {@code config}; images default to {@code size} px. */
  public static Plan read(ModelConfig config, int size) {
    return readTurned(ChannelStack.joined(ChannelsFirst.turned(config)), size);
  }

  private static Plan readTurned(ModelConfig config, int size) {
    Dl4jLosses.check(config);
    String json = Keras2Dialect.json(config, size);
    KerasModel model =
        imported(
            () ->
                new KerasModel()
                    .modelBuilder()
                    .modelJson(json)
                    .enforceTrainingConfig(false)
                    .buildModel());
    ComputationGraphConfiguration graph = imported(model::getComputationGraphConfiguration);
    Map<String, KerasLayer> kerasLayers = new HashMap<>(model.getLayers());
    List<Layer> layers = new ArrayList<>();
    for (LayerConfig layer : config.layers()) {
      layers.add(layer(layer.name(), graph, kerasLayers.get(layer.name()), config));
    }
    return new Plan(layers);
  }

  private static Layer layer(
      String name, ComputationGraphConfiguration graph, KerasLayer keras, ModelConfig config) {
    if (graph.getNetworkInputs().contains(name)) {
      return new Input(name, statedShape(config));
    }
    GraphVertex vertex = graph.getVertices().get(name);
    if (vertex == null) {
      throw new UnsupportedModelException("Deeplearning4j's importer dropped layer " + name);
    }
    return Dl4jVertices.layer(name, graph.getVertexInputs().get(name), vertex, keras);
  }

  /** Deeplearning4j wants a size; the plan keeps the one that the description states, if any. */
  private static Shape statedShape(ModelConfig config) {
    return new Fields(config.layers().get(0), config.words(), List.of()).batchShape();
  }

  private static <T> T imported(Callable<T> step) {
    try {
      return step.call();
    } catch (Exception e) {
      throw declined(e);
    }
  }

  private static UnsupportedModelException declined(Exception e) {
    String message =
        String.valueOf(e.getMessage())
            .lines()
            .findFirst()
            .orElse("")
            .replaceFirst("\\. Please file an issue.*", "");
    return new UnsupportedModelException("Deeplearning4j's importer declines: " + message, e);
  }
}
