package org.graft.image;

import java.nio.file.Path;
import org.graft.storage.Digests;

/**
 * What stands for a path, absolute and without detours, in 16 bytes.
 *
 * @param high the first 8 bytes of its SHA-256
 * @param low the next 8
 */
public record PathKey(long high, long low) implements Comparable<PathKey> {
  public static PathKey of(Path file) {
    return of(file.toAbsolutePath().normalize().toString());
  }

  /** Of an image in a shard, which is another when the manifest says another digest of it. */
  static PathKey of(Path file, String sha256) {
    return of(file.toAbsolutePath().normalize() + "\n" + sha256);
  }

  private static PathKey of(String text) {
    String digest = Digests.ofText(text);
    return new PathKey(
        Long.parseUnsignedLong(digest, 0, 16, 16), Long.parseUnsignedLong(digest, 16, 32, 16));
  }

  @Override
  public int compareTo(PathKey other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }
}
