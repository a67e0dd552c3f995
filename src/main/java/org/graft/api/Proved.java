package org.graft.api;

import java.util.Optional;
import org.graft.base.Base;
import org.graft.base.Verification;

/** An import that was held against activations of the network's own home. */
final class Proved {
  private Proved() {}

  /** The base with its proof, if all of it agrees; as it is if nothing was asked. */
  static ImportedBase of(Base base, Optional<Verification> asked, ImportListener listener) {
    asked.ifPresent(proof -> listener.verified(base, proof));
    asked.ifPresent(Verification::require);
    return new ImportedBase(asked.map(base::withVerification).orElse(base));
  }
}
