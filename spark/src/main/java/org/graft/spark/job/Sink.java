package org.graft.spark.job;

import java.io.Serializable;
import java.util.List;
import org.graft.spark.network.ImageNetwork;

/** Where a part goes. */
interface Sink extends Serializable {
  /**
   * Whether a part is there.
   *
   * @throws org.graft.failure.MalformedFileException if something else is in its place
   */
  boolean has(Part part);

  /**
   * Writes a part whole or not at all.
   *
   * @param attempt a name that no other attempt has
   */
  void write(Part part, List<Result> results, ImageNetwork network, String attempt);
}
