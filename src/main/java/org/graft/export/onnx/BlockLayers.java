package org.graft.export.onnx;

import java.util.List;
import java.util.Map;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.GraphBlock;
import org.graft.plan.Input;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Weights;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Blocks that bring a graph of their own, whose operations are written one by one. */
final class BlockLayers {
  private static final int BATCH = 2;

  private BlockLayers() {}

  static Flow block(GraphBlock layer, Sheet sheet) {
    Input input = new Input(layer.input(), layer.expects());
    Weights own =
        Weights.builder()
            .put(layer.name(), sheet.plan().model().weights().of(layer.name()))
            .build();
    SameDiffNetwork network = Emitter.inference(new Model(new Plan(List.of(input, layer)), own));
    Map<String, INDArray> examples =
        Map.of(input.name(), SameDiffNetwork.ones(BATCH, layer.expects()));
    ShapeProbe probe =
        ShapeProbe.of(network.graph(), examples, examples.keySet(), List.of(layer.name()));
    GraphTranslation translation = new GraphTranslation(probe, sheet.builder());
    translation.enter(input.name(), sheet.last(0).value());
    translation.translate();
    return new Flow(translation.value(layer.name()), sheet.out());
  }
}
