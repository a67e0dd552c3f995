package org.graft.image;

/**
 * How a folder of images is read.
 *
 * @param labels what classes are called after
 * @param followLinks whether symbolic links that lead out of the folder are followed
 */
public record FolderRules(LabelsFrom labels, boolean followLinks) {
  /** A folder a class, and nothing from elsewhere. */
  public static final FolderRules USUAL = new FolderRules(LabelsFrom.FOLDER, false);
}
