package org.graft.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.graft.failure.InputException;
import org.graft.image.ImageDecoder;
import org.graft.image.ImageSource;
import org.graft.image.LabelsFile;
import org.graft.image.LabelsLine;
import org.graft.image.ShardTable;
import org.graft.storage.AtomicFile;
import org.graft.storage.Digests;

/**
 * Images to be packed into shards: tar archives as WebDataset reads them, with a manifest. A folder
 * of shards is taken wherever a folder of images is, and trains what that trains, to the bit.
 *
 * @param source of the images and what they show
 * @param shardBytes after which a shard is closed
 */
public record Packing(ImageSource source, long shardBytes) {
  /** 256 MiB. */
  public static final long USUAL_BYTES = 256L << 20;

  /** Shards of the usual size. */
  public static Packing of(ImageSource source) {
    return new Packing(source, USUAL_BYTES);
  }

  /** Shards of another size. */
  public Packing shardBytes(long other) {
    return new Packing(source, other);
  }

  /** What was packed. */
  public record Packed(int images, int shards, long bytes) {}

  /**
   * Packs them, sorted by path: what {@code graft pack} does.
   *
   * @param out a folder that is new or empty
   * @throws InputException if something is there
   * @throws org.graft.failure.MalformedFileException if an image's file cannot be read
   */
  public Packed run(Path out, JobListener listener) {
    LabelsFile images = source.lines();
    List<LabelsLine> lines = new ArrayList<>(images.lines());
    if (lines.isEmpty()) {
      throw new InputException("no images in " + images.root());
    }
    lines.sort(Comparator.comparing(line -> line.file().toString()));
    Packed[] packed = new Packed[1];
    AtomicFile.writeFolder(out, to -> packed[0] = packed(to, lines, images, listener));
    return packed[0];
  }

  private Packed packed(
      Path folder, List<LabelsLine> sorted, LabelsFile images, JobListener listener)
      throws IOException {
    List<String> labels =
        sorted.stream().flatMap(line -> line.labels().stream()).distinct().sorted().toList();
    try (ShardTable table = new ShardTable(folder, images, true);
        ShardWriter shards = new ShardWriter(folder, shardBytes, labels, table)) {
      int done = 0;
      for (LabelsLine line : sorted) {
        byte[] bytes = ImageDecoder.read(line.file());
        shards.add(line, ShardTable.path(images, line), bytes, Digests.sha256(bytes));
        listener.features("pack", ++done, sorted.size());
      }
      shards.finish();
      return new Packed(done, shards.count(), shards.bytes());
    }
  }
}
