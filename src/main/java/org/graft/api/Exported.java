package org.graft.api;

import org.graft.export.parity.Receipt;
import org.graft.train.Evaluation;

/**
 * What came of an export.
 *
 * @param receipt what was written, and how far it is from the run
 * @param tested what the file makes of the run's test images: what the run made of them, unless the
 *     file may answer otherwise and was run on them
 */
public record Exported(Receipt receipt, Evaluation tested) {}
