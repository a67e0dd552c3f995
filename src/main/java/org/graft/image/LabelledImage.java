package org.graft.image;

import java.nio.file.Path;
import java.util.List;

/**
 * An image file and its class.
 *
 * @param label index into the list of labels, from 0
 */
public record LabelledImage(Path file, int label) {
  /** Images whose class is not known, all labelled 0. */
  public static List<LabelledImage> unlabelled(List<Path> files) {
    return new ImageList(PathList.copyOf(files), new int[files.size()]);
  }
}
