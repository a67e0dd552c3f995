package org.graft.base;

import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Dropout;
import org.graft.plan.Layer;
import org.graft.plan.Noise;

/** The layers that do nothing in inference. */
final class Identities {
  private Identities() {}

  static boolean isIdentity(Layer layer) {
    return layer instanceof Dropout
        || layer instanceof Noise
        || (layer instanceof Activate activate && activate.activation() == Activation.LINEAR);
  }
}
