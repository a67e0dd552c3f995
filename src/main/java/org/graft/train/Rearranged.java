package org.graft.train;

import java.util.Map;
import org.graft.plan.Tensor;

/** Rows of other examples, in another order or some of them alone. */
interface Rearranged extends Examples {
  Examples all();

  /** Which rows of {@link #all} are shown as these in an epoch. */
  int[] shown(int[] rows, int epoch);

  @Override
  default int width() {
    return all().width();
  }

  @Override
  default boolean areStored() {
    return all().areStored();
  }

  @Override
  default void read(int[] rows, int epoch, float[] to, int at) {
    all().read(shown(rows, epoch), epoch, to, at);
  }

  @Override
  default Map<String, Tensor> entering(float... read) {
    return all().entering(read);
  }
}
