package org.graft.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft.failure.FirstLine;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.storage.Csv;
import org.graft.storage.CsvRows;
import org.graft.storage.Digests;
import org.jspecify.annotations.Nullable;

/**
 * A folder whose images lie in tar archives, its shards. {@value #HEADER} lists these, {@value
 * #MANIFEST} has a line an image: what a labels file says of it, its SHA-256, and where in which
 * shard its bytes are. An image goes by the path that it had in the folder that was packed,
 * although no file is there; names in the archives mean nothing. Every image is held against its
 * digest when it is read. A folder without shards lists images that are elsewhere, whose features
 * it holds.
 */
public final class PackedFolder {
  static final String HEADER = ShardList.FILE;
  static final String MANIFEST = ManifestRows.FILE;

  /** Folders whose manifests have been read, by their absolute paths. */
  private static final Map<Path, PackedFolder> OPEN = new HashMap<>();

  private final Path folder;
  private final FileState state;
  private final ShardList header;
  private final ManifestPlaces places;

  private PackedFolder(Path folder, FileState state) {
    this.folder = folder;
    this.state = state;
    this.header = ShardList.read(folder);
    this.places = new Manifest().read();
    if (places.count() != header.images()) {
      throw new MalformedFileException(
          folder.resolve(MANIFEST),
          "it names %,d images and %s says %,d: it is truncated, or another's"
              .formatted(places.count(), HEADER, header.images()));
    }
  }

  private record Bytes(Path shard, long offset, int length, String sha256) {}

  /** Whether a folder is one. */
  static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(HEADER));
  }

  /** Whether a folder is one that lists images which are elsewhere. */
  static boolean isListing(Path folder) {
    return isOne(folder) && !open(folder.toAbsolutePath().normalize()).hasShards();
  }

  private boolean hasShards() {
    return !header.shards().isEmpty();
  }

  /**
   * Checks the manifest of a folder, whose path is absolute, and that all shards are there.
   *
   * @throws MalformedFileException if something is not as it must be, or a shard is missing or of
   *     another length
   */
  static void requireWhole(Path folder) {
    for (ShardList.Shard shard : open(folder).header.shards()) {
      Path file = folder.resolve(shard.file());
      try {
        long bytes = Files.size(file);
        if (bytes != shard.bytes()) {
          throw new MalformedFileException(
              file,
              "it has %,d bytes, expected the %,d that %s says; fetch it again, or pack anew"
                  .formatted(bytes, shard.bytes(), HEADER));
        }
      } catch (IOException e) {
        throw new MalformedFileException(
            file,
            "cannot be read, and %,d images are in it; fetch it again, or pack anew"
                .formatted(shard.images()),
            e);
      }
    }
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
    return places
        .row(file)
        .orElseThrow(
            () ->
                new MalformedFileException(file, "there is no such file, and none in the shards"));
  }

  /** How many images the manifest names. */
  public int count() {
    return places.count();
  }

  /** Whether the bytes of an image of that path are there. */
  boolean has(Path file) {
    return hasShards() && places.row(file).isPresent();
  }

  /** The SHA-256 that an image has by the manifest. */
  String sha256(Path file) {
    return places.sha256(row(file));
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
    if (!Digests.sha256(bytes).equals(place.sha256)) {
      throw new MalformedFileException(
          file,
          ("its bytes in %s are not those of the manifest (SHA-256); fetch the shard again,"
                  + " or pack anew")
              .formatted(place.shard));
    }
    return bytes;
  }

  private Bytes bytes(Path file) {
    int row = row(file);
    if (!hasShards()) {
      throw new MalformedFileException(
          file, "its image is not here: " + folder + " holds features alone");
    }
    Path shard = folder.resolve(header.shards().get(places.shard(row)).file());
    return new Bytes(shard, places.offset(row), places.length(row), places.sha256(row));
  }

  /** Takes in the lines of a manifest. */
  private final class Manifest {
    private final Path file = folder.resolve(MANIFEST);
    private final ManifestPlaces.Builder images = new ManifestPlaces.Builder(header.shards());
    private final IntStream.Builder lines = IntStream.builder();
    private @Nullable ManifestRows rows;

    ManifestPlaces read() {
      Csv.each(file, this::add);
      ManifestPlaces all = images.places();
      all.firstRepeated().ifPresent(this::refuse);
      return all;
    }

    private void add(CsvRows.CsvRow line) {
      try {
        if (rows == null) {
          rows = new ManifestRows(line.cells(), header);
          return;
        }
        ManifestRows.ManifestRow row = rows.of(line.cells());
        images.add(RootedPaths.inside(folder, folder, row.path()), row);
        lines.add(line.line());
      } catch (InputException e) {
        throw new MalformedFileException(file, "line " + line.line() + ": " + e.getMessage(), e);
      }
    }

    private void refuse(int repeated) {
      throw new MalformedFileException(
          file, "line " + lines.build().toArray()[repeated] + ": its path stands there already");
    }
  }
}
