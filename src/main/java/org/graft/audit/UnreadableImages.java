package org.graft.audit;

import java.util.List;
import org.graft.audit.Finding.Kind;

/** Files that cannot be decoded, each with its reason. */
final class UnreadableImages implements AuditCheck {
  @Override
  public List<Finding> findings(List<AuditedImage> images, int size) {
    return images.stream()
        .filter(image -> !image.isReadable())
        .map(image -> new Finding(Kind.UNREADABLE, image.look().problem(), List.of(image.file())))
        .toList();
  }
}
