package org.graft.spark.job;

import java.io.Serializable;
import java.util.HashMap;
import org.apache.spark.Partitioner;
import org.graft.failure.InputException;
import org.graft.image.ManifestRows;
import org.graft.image.ShardList;

/**
 * Which partition an image is in: archives are cut by bytes into about as many pieces as they have
 * parts, which follows from the manifest's line alone.
 */
final class PartLayout extends Partitioner {
  private static final long serialVersionUID = 1;

  private final HashMap<String, Cut> cuts = new HashMap<>();
  private final int partitions;

  /** Pieces of an archive, the number of the first of them, and how many bytes each has. */
  private record Cut(int first, int pieces, long bytes) implements Serializable {}

  /** Where an image is in the order of all. */
  record Place(int partition, long offset) implements Comparable<Place>, Serializable {
    @Override
    public int compareTo(Place other) {
      int byPartition = Integer.compare(partition, other.partition);
      return byPartition == 0 ? Long.compare(offset, other.offset) : byPartition;
    }
  }

  PartLayout(ShardList list, int part) {
    long next = 0;
    for (ShardList.Shard shard : list.shards()) {
      int pieces = Math.max(1, (int) upwards(shard.images(), part));
      cuts.put(
          shard.file(), new Cut((int) next, pieces, Math.max(1, upwards(shard.bytes(), pieces))));
      next += pieces;
      if (next > Integer.MAX_VALUE / 2) {
        throw new InputException("too many parts; parts of more images are fewer (--part)");
      }
    }
    this.partitions = (int) next;
  }

  private static long upwards(long number, int divisor) {
    return (number + divisor - 1) / divisor;
  }

  Place place(ManifestRows.ManifestRow row) {
    Cut cut = cuts.get(row.shard().file());
    int piece = (int) Math.min(cut.pieces - 1, row.offset() / cut.bytes);
    return new Place(cut.first + piece, row.offset());
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object place) {
    return ((Place) place).partition;
  }
}
