package org.graft.audit;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One image of the data.
 *
 * @param label its class
 * @param look what was found in it
 */
record AuditedImage(Path file, String label, Part part, Looks.Look look) {
  boolean isReadable() {
    return look.isReadable();
  }

  /** Empty for one that cannot be read. */
  Optional<ImageContent> content() {
    return look.content();
  }

  /** Of one that can be read. */
  Fingerprint fingerprint() {
    return look.content().orElseThrow().fingerprint();
  }
}
