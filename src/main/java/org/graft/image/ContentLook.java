package org.graft.image;

import java.nio.file.Path;
import java.util.List;

/** Looks at images to find those that show the same. */
@FunctionalInterface
public interface ContentLook {
  /** Sees nothing. */
  ContentLook NONE = files -> new Alikeness(ImageGroups.NONE, ImageGroups.NONE);

  /**
   * What is alike.
   *
   * @param same images of the same pixels
   * @param near images that show nearly the same, the same ones among them
   */
  record Alikeness(ImageGroups same, ImageGroups near) {}

  /** What is alike among these files; those that cannot be read are like no other. */
  Alikeness among(List<Path> files);
}
