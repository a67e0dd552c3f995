package org.graft.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.graft.image.PathKey;

/**
 * A file as long as it is not written anew.
 *
 * @param modified in milliseconds; 0 where the file cannot be asked
 */
record FileStamp(PathKey file, long size, long modified) {
  static FileStamp of(Path file) {
    try {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(PathKey.of(file), facts.size(), facts.lastModifiedTime().toMillis());
    } catch (IOException e) {
      return new FileStamp(PathKey.of(file), 0, 0);
    }
  }
}
