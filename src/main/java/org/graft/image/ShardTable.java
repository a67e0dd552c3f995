package org.graft.image;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.graft.failure.InputException;
import org.graft.storage.Csv;
import org.graft.storage.FileSystemTraits;
import org.graft.storage.Json;

/** Writes what a packed folder says of its shards and images, as the images are packed. */
public final class ShardTable implements AutoCloseable {
  private static final String BAR = "|";

  private final Path folder;
  private final LabelsFile images;
  private final boolean parted;
  private final BufferedWriter manifest;
  private final List<ShardList.Shard> shards = new ArrayList<>();
  private int count;

  /**
   * Begins the tables of a folder that is being packed.
   *
   * @param images all that are to be packed
   * @param hasBytes whether they are in its shards, and not listed while they are elsewhere
   */
  public ShardTable(Path folder, LabelsFile images, boolean hasBytes) throws IOException {
    this.folder = folder;
    this.images = images;
    this.parted = images.lines().stream().anyMatch(line -> line.role().isPresent());
    this.manifest = Files.newBufferedWriter(folder.resolve(ManifestRows.FILE));
    List<String> columns = new ArrayList<>(List.of(ManifestRows.PATH, images.kind().toString()));
    if (parted) {
      columns.add(ManifestRows.SPLIT);
    }
    if (images.groupedBy().isPresent()) {
      columns.add(LabelsFile.GROUP);
    }
    columns.add(ManifestRows.SHA256);
    if (hasBytes) {
      columns.addAll(List.of(ManifestRows.SHARD, ManifestRows.OFFSET, ManifestRows.BYTES));
    }
    line(columns.toArray());
  }

  /** The path of an image in the folder that is packed. */
  public static String path(LabelsFile images, LabelsLine line) {
    Path root = images.root().toAbsolutePath().normalize();
    Path file = line.file().toAbsolutePath().normalize();
    if (!file.startsWith(root)) {
      throw new InputException(line.file() + " does not lie in " + images.root());
    }
    return FileSystemTraits.withSlashes(root.relativize(file));
  }

  /**
   * Adds an image.
   *
   * @param place name of the archive that it lies in, where its bytes begin there and how many they
   *     are; nothing of one that is elsewhere
   */
  public void add(LabelsLine image, String sha256, Object... place) throws IOException {
    List<Object> cells = new ArrayList<>(List.of(path(images, image), answer(image)));
    if (parted) {
      cells.add(image.role().orElse(Role.TRAIN));
    }
    if (images.groupedBy().isPresent()) {
      cells.add(image.group().orElse(""));
    }
    cells.add(sha256);
    cells.addAll(List.of(place));
    line(cells.toArray());
    count++;
  }

  private static String answer(LabelsLine image) {
    if (image.value().isPresent()) {
      return String.valueOf(image.value().getAsDouble());
    }
    Optional<String> barred =
        image.labels().stream().filter(label -> label.contains(BAR)).findFirst();
    if (image.labels().size() > 1 && barred.isPresent()) {
      throw new InputException(
          "label '%s' of %s holds a |, which parts labels in a manifest; rename it"
              .formatted(barred.get(), image.file()));
    }
    return String.join(BAR, image.labels());
  }

  private void line(Object... cells) throws IOException {
    manifest.write(Csv.line(cells));
    manifest.newLine();
  }

  /** An archive is whole. */
  public void shard(String name, int images, long bytes) {
    shards.add(new ShardList.Shard(name, images, bytes));
  }

  /** Writes what is still to be written. */
  @Override
  public void close() throws IOException {
    manifest.close();
    Json.write(folder.resolve(ShardList.FILE), new ShardList(ShardList.FORMAT, count, shards));
  }
}
