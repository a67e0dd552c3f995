package org.graft.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the file system says of a file: while it says the same, the file holds the same.
 *
 * @param modified when its content was last written, in nanoseconds of the Unix epoch
 * @param changed when anything of it was, its name and rights included; as {@code modified} where
 *     the file system does not say
 */
record FileState(long size, long modified, long changed) {
  /** Within this time a file may change and keep its times, as coarse clocks tell them. */
  private static final Duration COARSE = Duration.ofSeconds(2);

  /** Of an image, which may lie in a shard of its folder. */
  static FileState of(Path file) throws IOException {
    try {
      return ofFile(file);
    } catch (NoSuchFileException e) {
      Optional<PackedFolder> packed = PackedFolder.around(file);
      if (packed.isEmpty()) {
        throw e;
      }
      return packed.get().state(file);
    }
  }

  static FileState ofFile(Path file) throws IOException {
    try {
      Map<String, Object> facts = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime");
      return new FileState(
          (Long) facts.get("size"),
          nanos((FileTime) facts.get("lastModifiedTime")),
          nanos((FileTime) facts.get("ctime")));
    } catch (UnsupportedOperationException e) {
      long modified = nanos(Files.getLastModifiedTime(file));
      return new FileState(Files.size(file), modified, modified);
    }
  }

  /** Whether it is so old at a time that what changes after that shows. */
  boolean isSettled(Instant now) {
    return Math.max(modified, changed) < nanos(FileTime.from(now.minus(COARSE)));
  }

  private static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }
}
