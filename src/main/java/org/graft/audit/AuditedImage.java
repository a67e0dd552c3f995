package org.graft.audit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.graft.image.Role;

/**
 * One image of the data.
 *
 * @param files that it is one of
 * @param place where in them, from 0
 * @param label its class
 * @param look what was found in it
 */
record AuditedImage(List<Path> files, int place, String label, Role part, Looks.Look look) {
  Path file() {
    return files.get(place);
  }

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
