package org.graft.audit;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One image of the data.
 *
 * @param label its class
 * @param content what was found in it; empty for one that cannot be read
 * @param problem why it cannot be read, in one line; empty for one that can
 */
record AuditedImage(
    Path file, String label, Part part, Optional<ImageContent> content, String problem) {}
