package org.graft.spark.job;

import org.graft.image.ManifestRows;

/**
 * What came of an image of a packed folder.
 *
 * @param digest under which its features are kept; {@code null} where it could not be read
 * @param values that the network gave; {@code null} where it gave none
 * @param error why, in one line; {@code null} where it gave some
 * @param known whether they were known before
 */
record Result(
    ManifestRows.ManifestRow row, String digest, float[] values, String error, boolean known) {}
