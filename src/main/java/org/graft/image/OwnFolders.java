package org.graft.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Folders that are no data: what Graft itself wrote, and what systems put between files. */
final class OwnFolders {
  /** Files that mark a run, finished or under way, a comparison, a diagnosis, a bundle, a base. */
  private static final List<String> MARKS =
      List.of("run.json", "training.json", "compare.json", "doctor.json", "base.json");

  private static final List<String> BUNDLE = List.of("model.onnx", "README.md");
  private static final Set<String> SYSTEM =
      Set.of("__MACOSX", "@eaDir", "lost+found", "$RECYCLE.BIN", "System Volume Information");

  private OwnFolders() {}

  /** Whether Graft wrote a folder. */
  static boolean isOwn(Path folder) {
    return MARKS.stream().anyMatch(mark -> Files.isRegularFile(folder.resolve(mark)))
        || BUNDLE.stream().allMatch(mark -> Files.isRegularFile(folder.resolve(mark)));
  }

  static boolean isSystem(String name) {
    return SYSTEM.contains(name);
  }
}
