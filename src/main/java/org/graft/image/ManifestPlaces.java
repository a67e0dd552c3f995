package org.graft.image;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a manifest says of its images, found by their paths, of which keys are kept: some 80 bytes
 * an image, however long its path.
 */
final class ManifestPlaces {
  private static final int DIGEST = 32;
  private static final long BEGIN = -1L << Integer.SIZE;

  /** The halves of each path's key, in the order of rows. */
  private final long[] high;

  private final long[] low;

  /** The first bytes of each key and, in the lower half, its row; ascending. */
  private final long[] byKey;

  private final byte[] digests;
  private final int[] shards;
  private final long[] offsets;
  private final int[] lengths;

  private ManifestPlaces(Builder of) {
    this.high = of.high.build().toArray();
    this.low = of.low.build().toArray();
    this.byKey =
        IntStream.range(0, high.length).mapToLong(i -> (high[i] & BEGIN) | i).sorted().toArray();
    this.digests = of.digests.toByteArray();
    this.shards = of.shards.build().toArray();
    this.offsets = of.offsets.build().toArray();
    this.lengths = of.lengths.build().toArray();
  }

  int count() {
    return high.length;
  }

  /** The place of an image among all, from 0. */
  OptionalInt row(Path path) {
    return row(PathKey.of(path));
  }

  private OptionalInt row(PathKey key) {
    int found = Arrays.binarySearch(byKey, key.high() & BEGIN);
    int first = found < 0 ? -1 - found : found;
    for (int i = first; i < byKey.length && begin(i) == (key.high() & BEGIN); i++) {
      int row = (int) byKey[i];
      if (key(row).equals(key)) {
        return OptionalInt.of(row);
      }
    }
    return OptionalInt.empty();
  }

  /** The first row whose path stands there before, if there is one. */
  OptionalInt firstRepeated() {
    return IntStream.range(1, byKey.length)
        .filter(i -> begin(i) == begin(i - 1))
        .map(i -> (int) byKey[i])
        .filter(row -> row(key(row)).orElse(row) < row)
        .min();
  }

  /** In lower-case hexadecimal. */
  String sha256(int row) {
    return HexFormat.of().formatHex(digests, row * DIGEST, (row + 1) * DIGEST);
  }

  /** The number of the shard that an image is in, from 0; not for images that are elsewhere. */
  int shard(int row) {
    return shards[row];
  }

  /** Where in its shard an image's bytes begin. */
  long offset(int row) {
    return offsets[row];
  }

  int length(int row) {
    return lengths[row];
  }

  private PathKey key(int row) {
    return new PathKey(high[row], low[row]);
  }

  private long begin(int at) {
    return byKey[at] & BEGIN;
  }

  /** Takes the lines of a manifest one after another. */
  static final class Builder {
    private final LongStream.Builder high = LongStream.builder();
    private final LongStream.Builder low = LongStream.builder();
    private final ByteArrayOutputStream digests = new ByteArrayOutputStream();
    private final Map<ShardList.Shard, Integer> numbers = new HashMap<>();
    private final IntStream.Builder shards = IntStream.builder();
    private final LongStream.Builder offsets = LongStream.builder();
    private final IntStream.Builder lengths = IntStream.builder();

    Builder(List<ShardList.Shard> shards) {
      shards.forEach(shard -> numbers.put(shard, numbers.size()));
    }

    /** Adds an image. */
    void add(Path path, ManifestRows.ManifestRow row) {
      PathKey key = PathKey.of(path);
      high.add(key.high());
      low.add(key.low());
      digests.writeBytes(HexFormat.of().parseHex(row.sha256()));
      if (row.isHere()) {
        shards.add(numbers.get(row.shard()));
        offsets.add(row.offset());
        lengths.add(row.length());
      }
    }

    /** All that were added; nothing is added any more. */
    ManifestPlaces places() {
      return new ManifestPlaces(this);
    }
  }
}
