package org.graft.api;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.graft.image.LabelsLine;
import org.graft.image.ShardTable;
import org.graft.storage.Json;
import org.jspecify.annotations.Nullable;

/**
 * Writes shards one behind another. A sample has a running number, and under it the image's bytes
 * with its ending, its class's place in the sorted labels ({@code .cls}, where it has one class),
 * and what is said of it ({@code .json}). Names, times and owners are the same each time.
 */
final class ShardWriter implements AutoCloseable {
  private static final String ENDING = "[a-z0-9]{1,8}";

  private final Path folder;
  private final long most;
  private final List<String> labels;
  private final ShardTable table;
  private @Nullable TarArchiveOutputStream out;
  private int inShard;
  private int count;
  private int number;
  private long bytes;

  /**
   * @param most bytes after which a shard is closed
   * @param labels of all images, sorted
   */
  ShardWriter(Path folder, long most, List<String> labels, ShardTable table) {
    this.folder = folder;
    this.most = most;
    this.labels = labels;
    this.table = table;
  }

  void add(LabelsLine line, String path, byte[] image, String sha256) throws IOException {
    if (out != null && out.getBytesWritten() + image.length > most) {
      finish();
    }
    TarArchiveOutputStream shard = opened();
    String key = String.format(Locale.ROOT, "%09d", number++);
    long offset = entry(shard, key + "." + ending(path), image);
    table.add(line, sha256, name(), offset, image.length);
    if (line.labels().size() == 1) {
      int index = Collections.binarySearch(labels, line.labels().get(0));
      entry(shard, key + ".cls", String.valueOf(index).getBytes(StandardCharsets.UTF_8));
    }
    entry(
        shard,
        key + ".json",
        Json.line(facts(line, path, sha256)).getBytes(StandardCharsets.UTF_8));
    inShard++;
  }

  private TarArchiveOutputStream opened() throws IOException {
    if (out == null) {
      out =
          new TarArchiveOutputStream(
              new BufferedOutputStream(Files.newOutputStream(folder.resolve(name()))));
    }
    return out;
  }

  private static Map<String, Object> facts(LabelsLine line, String path, String sha256) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("path", path);
    facts.put("sha256", sha256);
    if (line.value().isPresent()) {
      facts.put("number", line.value().getAsDouble());
    } else {
      facts.put("labels", line.labels());
    }
    line.role().ifPresent(role -> facts.put("split", role.toString()));
    line.group().ifPresent(group -> facts.put("group", group));
    return facts;
  }

  /** Where the entry's bytes begin. */
  private static long entry(TarArchiveOutputStream shard, String name, byte... content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(0);
    shard.putArchiveEntry(entry);
    long offset = shard.getBytesWritten();
    shard.write(content);
    shard.closeArchiveEntry();
    return offset;
  }

  /** The ending of a file's name, which tells readers how to decode it. */
  private static String ending(String path) {
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return ending.matches(ENDING) ? ending : "bin";
  }

  private String name() {
    return String.format(Locale.ROOT, "shard-%05d.tar", count);
  }

  /** Closes the shard that is open. */
  void finish() throws IOException {
    if (out == null) {
      return;
    }
    out.close();
    out = null;
    long size = Files.size(folder.resolve(name()));
    table.shard(name(), inShard, size);
    bytes += size;
    inShard = 0;
    count++;
  }

  /** Shards that are closed. */
  int count() {
    return count;
  }

  /** Bytes of shards that are closed. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
