package org.graft.api;

import org.graft.base.Base;
import org.graft.base.Verification;

/** An import that was held against activations of the network's own home. */
final class Proved {
  private Proved() {}

  /** The base with its proof, if all of it agrees. */
  static ImportedBase of(Base base, Verification proof, ImportListener listener) {
    listener.verified(base, proof);
    proof.require();
    return new ImportedBase(base.withVerification(proof));
  }
}
