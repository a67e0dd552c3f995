package org.graft.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft.failure.FirstLine;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.storage.Csv;
import org.graft.storage.CsvRows;
import org.graft.storage.Digests;
import org.graft.storage.FileSystemTraits;
import org.graft.storage.Json;
import org.graft.storage.PlainName;

/**
 * A folder whose images lie in tar archives, its shards. {@value #HEADER} lists these, {@value
 * #MANIFEST} has a line an image: what a labels file says of it, its SHA-256, and where in which
 * shard its bytes are. An image goes by the path that it had in the folder that was packed,
 * although no file is there; names in the archives mean nothing. Every image is held against its
 * digest when it is read. A folder without shards lists images that are elsewhere, whose features
 * it holds.
 */
public final class PackedFolder {
  static final String HEADER = "shards.json";
  static final String MANIFEST = "manifest.csv";
  static final String SHA256 = "sha256";
  static final String SHARD = "shard";
  static final String OFFSET = "offset";
  static final String BYTES = "bytes";

  /** Columns beside those of a labels file. */
  static final Set<String> COLUMNS = Set.of(SHA256, SHARD, OFFSET, BYTES);

  private static final int FORMAT = 1;
  private static final String PATH = "path";
  private static final String DIGEST = "[0-9a-f]{64}";
  private static final String NUMBER = "\\d{1,18}";

  /** Folders whose manifests have been read, by their absolute paths. */
  private static final Map<Path, PackedFolder> OPEN = new HashMap<>();

  private final Path folder;
  private final FileState state;
  private final Header header;
  private final Map<String, Place> places = new HashMap<>();

  private PackedFolder(Path folder, FileState state) {
    this.folder = folder;
    this.state = state;
    this.header = header(folder);
    Map<String, Shard> shards = new HashMap<>();
    header.shards.forEach(shard -> shards.put(shard.file, shard));
    Csv.each(folder.resolve(MANIFEST), new Manifest(shards)::add);
    if (places.size() != header.images) {
      throw new MalformedFileException(
          folder.resolve(MANIFEST),
          String.format(
              "it names %,d images and %s says %,d: it is truncated, or another's",
              places.size(), HEADER, header.images));
    }
  }

  /**
   * What {@value #HEADER} holds.
   *
   * @param format version of how images are packed
   * @param images in all shards
   */
  record Header(int format, int images, List<Shard> shards) {}

  /**
   * A tar archive in the folder.
   *
   * @param bytes its length
   */
  record Shard(String file, int images, long bytes) {}

  /**
   * What the manifest says of an image.
   *
   * @param row its place among the manifest's images, from 0
   * @param bytes where they are; empty for one that is elsewhere
   */
  private record Place(int row, String sha256, Optional<Bytes> bytes) {}

  private record Bytes(Path shard, long offset, int length) {}

  /** Whether a folder is one. */
  static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(HEADER));
  }

  /**
   * Checks the manifest of a folder, whose path is absolute, and that all shards are there.
   *
   * @throws MalformedFileException if something is not as it must be, or a shard is missing or of
   *     another length
   */
  static void requireWhole(Path folder) {
    for (Shard shard : open(folder).header.shards) {
      Path file = folder.resolve(shard.file);
      try {
        long bytes = Files.size(file);
        if (bytes != shard.bytes) {
          throw new MalformedFileException(
              file,
              String.format(
                  "it has %,d bytes, expected the %,d that %s says; fetch it again, or pack anew",
                  bytes, shard.bytes, HEADER));
        }
      } catch (IOException e) {
        throw new MalformedFileException(
            file,
            String.format(
                "cannot be read, and %,d images are in it; fetch it again, or pack anew",
                shard.images),
            e);
      }
    }
  }

  private static Header header(Path folder) {
    Path file = folder.resolve(HEADER);
    Header header = Json.read(file, Header.class);
    if (header.format != FORMAT) {
      throw new MalformedFileException(
          file, "it is of format " + header.format + ", expected " + FORMAT);
    }
    header.shards.forEach(shard -> PlainName.require(shard.file, file));
    return header;
  }

  /**
   * The packed folder that a path leads into, if it does.
   *
   * @throws MalformedFileException if its manifest is not as it must be
   */
  public static Optional<PackedFolder> around(Path file) {
    Path place = file.toAbsolutePath().normalize().getParent();
    while (place != null && !isOne(place)) {
      place = place.getParent();
    }
    return Optional.ofNullable(place).map(PackedFolder::open);
  }

  private static PackedFolder open(Path folder) {
    synchronized (OPEN) {
      try {
        FileState now = FileState.ofFile(folder.resolve(MANIFEST));
        PackedFolder open = OPEN.get(folder);
        if (open == null || !open.state.equals(now)) {
          open = new PackedFolder(folder, now);
          OPEN.put(folder, open);
        }
        return open;
      } catch (IOException e) {
        throw new MalformedFileException(
            folder.resolve(MANIFEST), "cannot be read: " + FirstLine.of(e), e);
      }
    }
  }

  /** The folder, absolute. */
  public Path folder() {
    return folder;
  }

  /**
   * The place of an image among those of the manifest, from 0.
   *
   * @throws MalformedFileException if it is not one of them
   */
  public int row(Path file) {
    return place(file).row;
  }

  /** How many images the manifest names. */
  public int count() {
    return places.size();
  }

  /** Whether the bytes of an image of that path are there. */
  boolean has(Path file) {
    Place place = places.get(key(file));
    return place != null && place.bytes.isPresent();
  }

  /** The SHA-256 that an image has by the manifest. */
  String sha256(Path file) {
    return place(file).sha256;
  }

  /** What the file system says of the shard that an image is in, with the image's own length. */
  FileState state(Path file) throws IOException {
    Bytes bytes = bytes(file);
    FileState shard = FileState.ofFile(bytes.shard);
    return new FileState(bytes.length, shard.modified(), shard.changed());
  }

  /**
   * An image's bytes.
   *
   * @throws MalformedFileException if they are not those that were packed
   */
  byte[] read(Path file) {
    Bytes place = bytes(file);
    byte[] bytes = new byte[place.length];
    try (FileChannel shard = FileChannel.open(place.shard)) {
      if (shard.size() < place.offset + place.length) {
        throw new EOFException("it ends before the image does");
      }
      ByteBuffer into = ByteBuffer.wrap(bytes);
      while (into.hasRemaining() && shard.read(into, place.offset + into.position()) >= 0) {
        // Reads on.
      }
    } catch (NoSuchFileException e) {
      throw new MalformedFileException(
          place.shard, "there is no such file, and " + file + " is in it", e);
    } catch (IOException e) {
      throw new MalformedFileException(
          file, "cannot be read from " + place.shard + ": " + FirstLine.of(e), e);
    }
    if (!Digests.sha256(bytes).equals(sha256(file))) {
      throw new MalformedFileException(
          file,
          "its bytes in "
              + place.shard
              + " are not those of the manifest (SHA-256); fetch the shard again, or pack anew");
    }
    return bytes;
  }

  private Bytes bytes(Path file) {
    return place(file)
        .bytes
        .orElseThrow(
            () ->
                new MalformedFileException(
                    file, "its image is not here: " + folder + " holds features alone"));
  }

  private Place place(Path file) {
    Place place = places.get(key(file));
    if (place == null) {
      throw new MalformedFileException(file, "there is no such file, and none in the shards");
    }
    return place;
  }

  private String key(Path file) {
    return FileSystemTraits.withSlashes(folder.relativize(file.toAbsolutePath().normalize()));
  }

  /** Takes in the lines of a manifest, which may hold anything. */
  private final class Manifest {
    private final Map<String, Shard> shards;
    private final Path file = folder.resolve(MANIFEST);
    private List<String> columns = List.of();

    Manifest(Map<String, Shard> shards) {
      this.shards = shards;
    }

    void add(CsvRows.CsvRow row) {
      if (columns.isEmpty()) {
        columns = row.cells();
        requireColumns();
        return;
      }
      if (row.cells().size() != columns.size()) {
        throw problem(row, row.cells().size() + " cells, expected " + columns.size());
      }
      String path = path(row);
      Place place = new Place(places.size(), digest(row), bytes(row));
      if (places.put(path, place) != null) {
        throw problem(row, path + " stands there already");
      }
    }

    private Optional<Bytes> bytes(CsvRows.CsvRow row) {
      if (shards.isEmpty()) {
        return Optional.empty();
      }
      Shard shard = shards.get(cell(row, SHARD));
      if (shard == null) {
        throw problem(row, "its shard '" + cell(row, SHARD) + "' is none of " + HEADER);
      }
      long offset = number(row, OFFSET, shard.bytes);
      int length = (int) number(row, BYTES, ImageDecoder.MAXIMUM_BYTES);
      if (offset + length > shard.bytes) {
        throw problem(row, "its bytes lie behind the end of " + shard.file);
      }
      return Optional.of(new Bytes(folder.resolve(shard.file), offset, length));
    }

    private void requireColumns() {
      Set<String> own = shards.isEmpty() ? Set.of(SHA256) : COLUMNS;
      if (!columns.contains(PATH) || !columns.containsAll(own)) {
        throw new MalformedFileException(
            file,
            "its columns are "
                + columns
                + ": expected path, sha256"
                + (shards.isEmpty() ? "" : ", shard, offset and bytes"));
      }
    }

    private String path(CsvRows.CsvRow row) {
      try {
        return key(RootedPaths.inside(folder, folder, cell(row, PATH)));
      } catch (InputException e) {
        throw problem(row, e.getMessage());
      }
    }

    private String cell(CsvRows.CsvRow row, String column) {
      return row.cells().get(columns.indexOf(column));
    }

    private long number(CsvRows.CsvRow row, String column, long most) {
      String cell = cell(row, column);
      long number = cell.matches(NUMBER) ? Long.parseLong(cell) : -1;
      if (number < 0 || number > most) {
        throw problem(row, column + " is '" + cell + "': expected a number up to " + most);
      }
      return number;
    }

    private String digest(CsvRows.CsvRow row) {
      String digest = cell(row, SHA256);
      if (!digest.matches(DIGEST)) {
        throw problem(row, "'" + digest + "' is no SHA-256 in lower-case hexadecimal");
      }
      return digest;
    }

    private MalformedFileException problem(CsvRows.CsvRow row, String what) {
      return new MalformedFileException(file, "line " + row.line() + ": " + what);
    }
  }
}
