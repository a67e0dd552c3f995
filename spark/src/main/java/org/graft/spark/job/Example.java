package org.graft.spark.job;

import java.io.Serializable;
import org.graft.image.ManifestRows;
import org.graft.image.Role;

/**
 * An image to learn from or to test with.
 *
 * @param place of its class
 * @param features that the base gives
 */
record Example(ManifestRows.ManifestRow row, Role role, int place, float[] features)
    implements Serializable {}
