package org.graft.spark.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.graft.failure.FirstLine;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.image.ManifestRows;
import org.graft.image.ShardList;
import org.graft.spark.image.ImageFiles;
import org.graft.storage.CsvRows;

/** A folder that {@code graft pack} wrote. */
final class PackedData {
  private static final int MOST_LIST = 64 << 20;
  private static final int MOST_LINE = 1 << 20;
  private static final int SHOWN = 100;

  private final JavaSparkContext spark;
  private final Folder folder;
  private final ShardList list;
  private final String header;
  private final Broadcast<ManifestRows> rows;

  private PackedData(
      JavaSparkContext spark, Folder folder, ShardList list, String header, ManifestRows rows) {
    this.spark = spark;
    this.folder = folder;
    this.list = list;
    this.header = header;
    this.rows = spark.broadcast(rows);
  }

  /**
   * Reads the list of archives and the head of the manifest.
   *
   * @throws InputException if there is none
   * @throws MalformedFileException if they are not as they must be
   */
  static PackedData open(JavaSparkContext spark, Folder folder) {
    String text = folder.text(ShardList.FILE, MOST_LIST);
    Path origin = Path.of(folder.path(ShardList.FILE).toUri().getPath());
    ShardList list = ShardList.of(text, origin);
    String header = header(folder);
    try {
      ManifestRows rows = new ManifestRows(cells(header), list);
      return new PackedData(spark, folder, list, header, rows);
    } catch (InputException e) {
      throw new MalformedFileException(manifest(folder), e.getMessage(), e);
    }
  }

  private static String manifest(Folder folder) {
    return folder.path(ManifestRows.FILE).toString();
  }

  private static String header(Folder folder) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                folder.files().open(folder.path(ManifestRows.FILE)), StandardCharsets.UTF_8))) {
      char[] start = new char[MOST_LINE];
      int length = 0;
      int read = in.read(start);
      while (read > 0) {
        length += read;
        read = in.read(start, length, start.length - length);
      }
      return new String(start, 0, length).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new MalformedFileException(manifest(folder), "cannot be read: " + FirstLine.of(e), e);
    }
  }

  private static List<String> cells(String line) {
    try {
      Optional<CsvRows.CsvRow> row = new CsvRows(new StringReader(line)).next();
      return row.map(CsvRows.CsvRow::cells).orElse(List.of());
    } catch (IOException e) {
      // The line's number in this reader says nothing.
      throw new InputException(
          FirstLine.of(e).replaceFirst("^line \\d+: ", "")
              + "; a path with a line break cannot be read here",
          e);
    }
  }

  ShardList list() {
    return list;
  }

  /** Address of an image's archive. */
  static String shard(ManifestRows.ManifestRow row, Folder folder) {
    return folder.path(row.shard().file()).toString();
  }

  /** The bytes of an image's file, whatever they are. */
  static byte[] bytes(ManifestRows.ManifestRow row, Folder folder, ImageFiles files) {
    return files.range(shard(row, folder), row.offset(), row.length());
  }

  /** What the manifest's lines mean. */
  ManifestRows rows() {
    return rows.value();
  }

  /** Where the manifest lies. */
  String manifest() {
    return manifest(folder);
  }

  /**
   * The images, in any order.
   *
   * <p>A line that is not as it must be ends the work that it comes up in.
   */
  JavaRDD<ManifestRows.ManifestRow> images() {
    String first = header;
    String file = manifest(folder);
    Broadcast<ManifestRows> columns = rows;
    return spark
        .textFile(file)
        .filter(line -> !line.equals(first))
        .map(line -> row(columns.value(), line, file));
  }

  private static ManifestRows.ManifestRow row(ManifestRows rows, String line, String file) {
    try {
      return rows.of(cells(line));
    } catch (InputException e) {
      String shown = line.length() > SHOWN ? line.substring(0, SHOWN) + " …" : line;
      throw new MalformedFileException(file, "line '" + shown + "': " + e.getMessage(), e);
    }
  }

  /**
   * Sees that all archives are there in full length and that all lines are as they must be, before
   * work begins.
   *
   * @throws MalformedFileException if not
   */
  void requireWhole() {
    Folder place = folder;
    int slices = Math.max(1, Math.min(list.shards().size(), spark.defaultParallelism() * 4));
    List<String> problems =
        spark
            .parallelize(list.shards(), slices)
            .flatMap(shard -> ShardCheck.problem(place, shard).stream().iterator())
            .take(1);
    if (!problems.isEmpty()) {
      throw new MalformedFileException(folder.address(), problems.get(0), null);
    }
    if (list.images() == 0) {
      throw new MalformedFileException(folder.address(), "there is no image in it", null);
    }
    long images = images().count();
    if (images != list.images()) {
      throw new MalformedFileException(
          manifest(folder),
          String.format(
              "it names %,d images and %s says %,d: it is truncated, or another's",
              images, ShardList.FILE, list.images()),
          null);
    }
  }
}
