package org.graft.image;

import java.nio.file.Path;

/**
 * An image that was left out.
 *
 * @param reason one line, which names the file
 */
public record SkippedImage(Path file, String reason) {}
