package org.graft.image;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.graft.failure.MalformedFileException;
import org.graft.storage.Json;
import org.graft.storage.PlainName;

/**
 * The archives of a packed folder, as {@value #FILE} in it lists them.
 *
 * @param format version of how images are packed
 * @param images in all archives
 */
public record ShardList(int format, int images, List<Shard> shards) {
  /** Its name in the folder. */
  public static final String FILE = "shards.json";

  /** The version that is written and read. */
  static final int FORMAT = 1;

  /**
   * A tar archive in the folder.
   *
   * @param file its name, which leads nowhere else
   * @param bytes its length
   */
  public record Shard(String file, int images, long bytes) implements Serializable {}

  static ShardList read(Path folder) {
    Path file = folder.resolve(FILE);
    return checked(Json.read(file, ShardList.class), file);
  }

  /**
   * The list that a file's text holds.
   *
   * @param origin the file, for messages
   * @throws MalformedFileException if it is not as it must be
   */
  public static ShardList of(String text, Path origin) {
    return checked(Json.record(Json.parse(text, origin), ShardList.class, origin), origin);
  }

  private static ShardList checked(ShardList list, Path file) {
    if (list.format != FORMAT) {
      throw new MalformedFileException(
          file, "it is of format " + list.format + ", expected " + FORMAT);
    }
    for (Shard shard : list.shards) {
      PlainName.require(shard.file, file);
      if (shard.images < 0 || shard.bytes < 0) {
        throw new MalformedFileException(file, shard.file + " has less than nothing in it");
      }
    }
    return list;
  }
}
