package org.graft.engine.onednn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.jspecify.annotations.Nullable;

/** A layer that oneDNN has no primitive for, run by SameDiff between two that it has. */
final class SameDiffLayer implements ProgramStep {
  private final Model layer;
  private final int batch;
  private final Map<String, Value> inputs;
  private final Value output;
  private @Nullable SameDiffNetwork network;

  /**
   * @param layer with its inputs, and nothing else
   * @param inputs by name, plain and float32
   * @param output plain and float32
   */
  SameDiffLayer(Model layer, int batch, Map<String, Value> inputs, Value output) {
    this.layer = layer;
    this.batch = batch;
    this.inputs = new LinkedHashMap<>(inputs);
    this.output = output;
  }

  @Override
  public List<Buffer> buffers() {
    List<Buffer> buffers = new ArrayList<>(inputs.values().stream().map(Value::buffer).toList());
    buffers.add(output.buffer());
    return buffers;
  }

  @Override
  public void bind(memory scratchpad) {
    network = Emitter.inference(layer);
  }

  @Override
  public void execute(stream queue) {
    queue._wait();
    Map<String, Shape> shapes = layer.plan().shapes();
    Map<String, Tensor> entering = new LinkedHashMap<>();
    inputs.forEach((name, value) -> entering.put(name, tensor(value, shapes.get(name))));
    SameDiffNetwork bound = Objects.requireNonNull(network, "not bound yet");
    Constants.put(bound.compute(entering).values(), output.buffer().block());
  }

  private Tensor tensor(Value value, Shape shape) {
    Tensor tensor = Tensor.zeros(shape.batched(batch));
    Constants.get(value.buffer().block(), tensor.values());
    return tensor;
  }

  @Override
  public void close() {
    if (network != null) {
      network.release();
    }
  }
}
