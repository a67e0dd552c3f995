package org.graft.engine.onednn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.jspecify.annotations.Nullable;

/** A model compiled for one batch size, with all of its memory. */
final class Program implements AutoCloseable {
  private final stream queue = new stream(OneDnn.cpu());
  private final List<ProgramStep> operations = new ArrayList<>();
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private List<Layer> bySameDiff = List.of();
  private @Nullable Workspace workspace;
  private Value output;

  /**
   * Compiles a model.
   *
   * @param type of weights and activations
   */
  Program(Model model, int batch, memory.data_type type) {
    PrimitiveBuilder primitives = new PrimitiveBuilder(operations, new Constants(queue));
    try {
      LayerCompiler compiler = new LayerCompiler(model, batch, type, primitives);
      Map<String, Value> values = compiler.compile();
      for (Input input : model.plan().inputs()) {
        inputs.put(input.name(), values.get(input.name()));
      }
      bySameDiff = compiler.uncovered();
      String last = model.plan().output().name();
      Shape shape = model.plan().shapes().get(last);
      Value made = primitives.plain(values.get(last), Layouts.F32);
      output = made.as(Layouts.plain(Layouts.F32, Layouts.dims(batch, shape)));
      bind();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void bind() {
    List<Buffer> entering = inputs.values().stream().map(Value::buffer).toList();
    Workspace made = Workspace.of(entering, operations, output.buffer());
    workspace = made;
    long most = operations.stream().mapToLong(ProgramStep::scratchpad).max().orElse(0);
    memory scratchpad = made.allocate(most);
    operations.forEach(operation -> operation.bind(scratchpad));
  }

  /** Layers that oneDNN does not run. */
  List<Layer> bySameDiff() {
    return bySameDiff;
  }

  /** Puts a whole batch where it enters, {@code [n, ..]} with channels fastest. */
  void put(String input, float... values) {
    Constants.put(values, inputs.get(input).buffer().block());
  }

  /** Fills {@code values} with the output of a whole batch. */
  void run(float... values) {
    operations.forEach(operation -> operation.execute(queue));
    queue._wait();
    Constants.get(output.buffer().block(), values);
  }

  @Override
  public void close() {
    operations.forEach(ProgramStep::close);
    if (workspace != null) {
      workspace.close();
    }
    queue.close();
  }
}
