package org.graft.spark;

import java.io.Serializable;
import org.graft.spark.network.ImageNetwork;

/** Cells of the columns that a transformer adds. */
@FunctionalInterface
interface RowValues extends Serializable {
  /**
   * The cells of an image.
   *
   * @param values that the network gave; {@code null} where it gave none
   */
  Object[] of(ImageNetwork network, float[] values);
}
