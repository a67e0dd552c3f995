package org.graft.image;

import java.nio.file.Path;

/**
 * An image file and its class.
 *
 * @param label index into the list of labels, from 0
 */
public record LabelledImage(Path file, int label) {}
