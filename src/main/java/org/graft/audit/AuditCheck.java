package org.graft.audit;

import java.util.List;

/** One thing to look for. */
@FunctionalInterface
interface AuditCheck {
  /**
   * What was found.
   *
   * @param images all images, sorted by part, class and name
   * @param size side in pixels that they are to be brought to
   */
  List<Finding> findings(List<AuditedImage> images, int size);
}
