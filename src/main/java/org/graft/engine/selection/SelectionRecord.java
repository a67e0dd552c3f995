package org.graft.engine.selection;

import org.graft.plan.Parity;
import org.graft.storage.OrNull;

/**
 * What one measurement told of a network on a processor.
 *
 * @param engine the one that ran it from then on
 * @param parity its first outputs beside SameDiff's in float32; {@code null} for SameDiff itself
 */
record SelectionRecord(SelectionKey key, EngineChoice engine, @OrNull Parity parity) {}
