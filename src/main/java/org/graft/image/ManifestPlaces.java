package org.graft.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.graft.storage.Digests;

/**
 * What a manifest says of its images, found by their paths, of which half a SHA-256 is kept: some
 * 80 bytes an image, however long its path.
 */
final class ManifestPlaces {
  private static final int DIGEST = 32;

  private static final int NAME = 16;

  /** What each path gives, in the order of rows. */
  private final byte[] names;

  /** The first bytes of each name and, in the lower half, its row; ascending. */
  private final long[] byName;

  private final byte[] digests;
  private final int[] shards;
  private final long[] offsets;
  private final int[] lengths;

  private ManifestPlaces(Builder of) {
    this.names = of.names.toByteArray();
    this.byName = of.byName.build().sorted().toArray();
    this.digests = of.digests.toByteArray();
    this.shards = of.shards.build().toArray();
    this.offsets = of.offsets.build().toArray();
    this.lengths = of.lengths.build().toArray();
  }

  int count() {
    return byName.length;
  }

  /** The place of an image among all, from 0. */
  OptionalInt row(Path path) {
    return row(name(path));
  }

  private OptionalInt row(byte... name) {
    for (int i = first(begin(name)); i < byName.length && begin(i) == begin(name); i++) {
      if (Arrays.equals(name(row(i)), name)) {
        return OptionalInt.of(row(i));
      }
    }
    return OptionalInt.empty();
  }

  /** The first row whose path stands there before, if there is one. */
  OptionalInt firstRepeated() {
    return IntStream.range(1, byName.length)
        .filter(i -> begin(i) == begin(i - 1))
        .map(this::row)
        .filter(row -> row(name(row)).orElse(row) < row)
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

  private static byte[] name(Path path) {
    byte[] whole = HexFormat.of().parseHex(Digests.ofText(path.toString()));
    return Arrays.copyOf(whole, NAME);
  }

  private byte[] name(int row) {
    return Arrays.copyOfRange(names, row * NAME, (row + 1) * NAME);
  }

  /** The first of the sorted that begins so, or where it would be. */
  private int first(int begin) {
    int at = Arrays.binarySearch(byName, (long) begin << Integer.SIZE);
    return at < 0 ? -1 - at : at;
  }

  private static int begin(byte... name) {
    return ByteBuffer.wrap(name).getInt();
  }

  private int begin(int at) {
    return (int) (byName[at] >> Integer.SIZE);
  }

  private int row(int at) {
    return (int) byName[at];
  }

  /** Takes the lines of a manifest one after another. */
  static final class Builder {
    private final ByteArrayOutputStream names = new ByteArrayOutputStream();
    private final LongStream.Builder byName = LongStream.builder();
    private final ByteArrayOutputStream digests = new ByteArrayOutputStream();
    private final Map<ShardList.Shard, Integer> numbers = new HashMap<>();
    private final IntStream.Builder shards = IntStream.builder();
    private final LongStream.Builder offsets = LongStream.builder();
    private final IntStream.Builder lengths = IntStream.builder();

    Builder(List<ShardList.Shard> shards) {
      shards.forEach(shard -> numbers.put(shard, numbers.size()));
    }

    /**
     * Adds an image.
     *
     * @param path absolute and without detours
     */
    void add(Path path, ManifestRows.ManifestRow row) {
      byte[] name = name(path);
      byName.add(((long) begin(name) << Integer.SIZE) | (names.size() / NAME));
      names.writeBytes(name);
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
