package org.graft.engine.selection;

import java.util.Map;
import java.util.Optional;
import org.graft.engine.Engine;
import org.graft.plan.Parity;
import org.graft.plan.Tensor;

/**
 * An engine that is loaded, and what the choice came to.
 *
 * @param parity of its first outputs and SameDiff's in float32, where they were compared
 */
public record SelectedEngine(EngineChoice choice, Engine engine, Optional<Parity> parity)
    implements Engine {
  @Override
  public Tensor run(Map<String, Tensor> inputs) {
    return engine.run(inputs);
  }

  @Override
  public void close() {
    engine.close();
  }
}
