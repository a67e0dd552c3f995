package org.graft.cli;

import com.beust.jcommander.Parameter;
import org.graft.image.FolderRules;
import org.graft.image.LabelsFrom;

/** How a folder of images is read. */
final class FolderOptions {
  @Parameter(
      names = "--labels-from",
      description =
          "What classes are called after where folders lie in folders: path (animal/cat), parent"
              + " (cat) or top (animal); by default such folders are refused")
  private String labelsFrom = LabelsFrom.FOLDER.toString();

  @Parameter(
      names = "--follow-links",
      description = "Follow symbolic links that lead out of the folder")
  private boolean followLinks;

  FolderRules rules() {
    return new FolderRules(LabelsFrom.of(labelsFrom), followLinks);
  }
}
