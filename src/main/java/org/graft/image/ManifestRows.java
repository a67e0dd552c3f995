package org.graft.image;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.graft.failure.InputException;

/**
 * What the lines of a packed folder's {@value #FILE} mean. They may hold anything; messages do not
 * say which line it is.
 */
public final class ManifestRows implements Serializable {
  private static final long serialVersionUID = 1;

  /** Its name in the folder. */
  public static final String FILE = "manifest.csv";

  static final String PATH = "path";
  static final String SPLIT = "split";
  static final String SHA256 = "sha256";
  static final String SHARD = "shard";
  static final String OFFSET = "offset";
  static final String BYTES = "bytes";

  /** Columns beside those of a labels file. */
  static final Set<String> COLUMNS = Set.of(SHA256, SHARD, OFFSET, BYTES);

  private static final String DIGEST = "[0-9a-f]{64}";
  private static final String NUMBER = "\\d{1,18}";

  private static final ShardList.Shard ELSEWHERE = new ShardList.Shard("", 0, 0);

  private final List<String> columns;
  private final int answer;
  private final HashMap<String, ShardList.Shard> shards = new HashMap<>();

  /**
   * An image.
   *
   * @param path that it had in the folder that was packed; it may lead anywhere
   * @param answer its label, its labels or its number as they stand there; empty without
   * @param split what it is for, as it stands there; empty without
   * @param sha256 of its bytes, in lower-case hexadecimal
   * @param shard that it is in; one without a name for an image that is elsewhere
   * @param offset where in it its bytes begin; they end before it does
   * @param length how many they are
   */
  public record ManifestRow(
      String path,
      String answer,
      String split,
      String sha256,
      ShardList.Shard shard,
      long offset,
      int length)
      implements Serializable {
    /** Whether its bytes are in a shard. */
    public boolean isHere() {
      return !shard.file().isEmpty();
    }
  }

  /**
   * @param columns the cells of the first line
   * @throws InputException if one is missing
   */
  public ManifestRows(List<String> columns, ShardList list) {
    boolean elsewhere = list.shards().isEmpty();
    if (!columns.contains(PATH) || !columns.containsAll(elsewhere ? Set.of(SHA256) : COLUMNS)) {
      throw new InputException(
          "its columns are %s: expected path, sha256%s"
              .formatted(columns, elsewhere ? "" : ", shard, offset and bytes"));
    }
    this.columns = List.copyOf(columns);
    this.answer =
        IntStream.range(0, columns.size())
            .filter(i -> LabelsKind.of(columns.get(i)).isPresent())
            .findFirst()
            .orElse(-1);
    list.shards().forEach(shard -> shards.put(shard.file(), shard));
  }

  /** What it says of each image, if it says anything. */
  public Optional<LabelsKind> kind() {
    return answer < 0 ? Optional.empty() : LabelsKind.of(columns.get(answer));
  }

  /** Whether it says which images belong together. */
  public boolean isGrouped() {
    return columns.contains(LabelsFile.GROUP);
  }

  /**
   * The image of a line.
   *
   * @throws InputException if the line is not as it must be
   */
  public ManifestRow of(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new InputException(cells.size() + " cells, expected " + columns.size());
    }
    ShardList.Shard shard = shards.isEmpty() ? ELSEWHERE : shard(cells);
    boolean here = !shards.isEmpty();
    ManifestRow row =
        new ManifestRow(
            cell(cells, PATH),
            answer < 0 ? "" : cells.get(answer),
            columns.contains(SPLIT) ? cell(cells, SPLIT) : "",
            digest(cells),
            shard,
            here ? number(cells, OFFSET, shard.bytes()) : 0,
            here ? (int) number(cells, BYTES, ImageDecoder.MAXIMUM_BYTES) : 0);
    if (row.offset + row.length > shard.bytes()) {
      throw new InputException("its bytes lie behind the end of " + shard.file());
    }
    return row;
  }

  private ShardList.Shard shard(List<String> cells) {
    ShardList.Shard shard = shards.get(cell(cells, SHARD));
    if (shard == null) {
      throw new InputException(
          "its shard '" + cell(cells, SHARD) + "' is none of " + ShardList.FILE);
    }
    return shard;
  }

  private String cell(List<String> cells, String column) {
    return cells.get(columns.indexOf(column));
  }

  private long number(List<String> cells, String column, long most) {
    String cell = cell(cells, column);
    long number = cell.matches(NUMBER) ? Long.parseLong(cell) : -1;
    if (number < 0 || number > most) {
      throw new InputException(column + " is '" + cell + "': expected a number up to " + most);
    }
    return number;
  }

  private String digest(List<String> cells) {
    String digest = cell(cells, SHA256);
    if (!digest.matches(DIGEST)) {
      throw new InputException("'" + digest + "' is no SHA-256 in lower-case hexadecimal");
    }
    return digest;
  }
}
