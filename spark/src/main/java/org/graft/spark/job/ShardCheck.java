package org.graft.spark.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.graft.failure.FirstLine;
import org.graft.image.ShardList;

/** Looks whether an archive is there. */
final class ShardCheck {
  private ShardCheck() {}

  /** What is wrong with an archive of a folder, if something is. */
  static Optional<String> problem(Folder folder, ShardList.Shard shard) {
    try {
      long bytes = folder.files().getFileStatus(folder.path(shard.file())).getLen();
      return bytes == shard.bytes()
          ? Optional.empty()
          : Optional.of(
              String.format(
                  "%s has %,d bytes, expected the %,d that %s says; fetch it again, or pack anew",
                  shard.file(), bytes, shard.bytes(), ShardList.FILE));
    } catch (FileNotFoundException e) {
      return Optional.of(
          String.format(
              "there is no %s, and %,d images are in it; fetch it again, or pack anew",
              shard.file(), shard.images()));
    } catch (IOException e) {
      return Optional.of(shard.file() + " cannot be asked for: " + FirstLine.of(e));
    }
  }
}
