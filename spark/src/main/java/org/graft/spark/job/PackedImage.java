package org.graft.spark.job;

import java.io.Serializable;
import org.graft.image.ManifestRows;

/**
 * An image of a packed folder.
 *
 * @param known its features where they are known; {@code null} else
 */
record PackedImage(ManifestRows.ManifestRow row, float[] known) implements Serializable {}
