package org.graft.engine;

/**
 * What is asked of engines, as a run keeps it.
 *
 * @param cache whether features are kept and taken from where they were kept
 */
public record EngineSettings(EngineChoice engine, Precision precision, boolean cache) {
  /** Any engine, in float32, with the cache. */
  public static final EngineSettings USUAL =
      new EngineSettings(EngineChoice.AUTO, Precision.FLOAT32, true);

  /**
   * What does not go together is refused.
   *
   * @throws org.graft.failure.InputException if the engine does not compute in the precision
   */
  public EngineSettings {
    engine.require(precision);
  }
}
