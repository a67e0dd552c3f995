package org.graft.source.tensorflow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.storage.MaskedCrc32c;
import org.tensorflow.framework.DataType;
import org.tensorflow.util.BundleEntryProto;
import org.tensorflow.util.BundleHeaderProto;

/**
 * A checkpoint in TensorFlow's tensor bundle format: {@code <prefix>.index}, a sorted table of
 * entries, and the arrays themselves in {@code <prefix>.data-00000-of-00002} and so on. Each array
 * is guarded by a masked CRC-32C, which is checked when it is read.
 */
record TensorBundle(Path index, int shards, Map<String, BundleEntryProto> entries) {
  private static final long MOST_INDEX = 256L << 20;
  private static final int MOST_SHARDS = 100_000;

  /** Opens {@code <prefix>.index} and makes sure that every shard is there in its full length. */
  static TensorBundle open(Path folder, String prefix) {
    Path index = folder.resolve(prefix + ".index");
    Map<String, BundleEntryProto> entries = new LinkedHashMap<>();
    Map<String, byte[]> table = SortedTable.read(index, bytes(index));
    byte[] header = table.remove("");
    if (header == null) {
      throw new MalformedFileException(index, "an index without a header");
    }
    BundleHeaderProto stated =
        WireFormat.parse(index, header, BundleHeaderProto.getDefaultInstance());
    int shards = stated.getNumShards();
    if (shards < 1 || shards > MOST_SHARDS || stated.getEndiannessValue() != 0) {
      throw new MalformedFileException(
          index, "states " + shards + " shards of byte order " + stated.getEndiannessValue());
    }
    BundleEntryProto kind = BundleEntryProto.getDefaultInstance();
    table.forEach((key, bytes) -> entries.put(key, WireFormat.parse(index, bytes, kind)));
    TensorBundle bundle = new TensorBundle(index, shards, entries);
    bundle.requireShards();
    return bundle;
  }

  /** The array of that key or a part of it; nothing where there is no such key. */
  Optional<Literal> find(CheckpointKey key) {
    return find(key.name()).map(key::of);
  }

  /** The parts of an array, which lie behind keys that begin with its own and sort by place. */
  private List<Literal> parts(String key) {
    String prefix = "\0" + key + "\0\1";
    List<Literal> parts = new ArrayList<>();
    for (String each : entries.keySet()) {
      if (each.startsWith(prefix) && entries.get(each).getSlicesCount() == 0) {
        parts.add(find(each).orElseThrow());
      }
    }
    if (parts.isEmpty()) {
      throw new MalformedFileException(index, "the parts of " + key + " are missing");
    }
    return parts;
  }

  /** The array of that key, its values left in the file; nothing where there is no such key. */
  Optional<Literal> find(String key) {
    BundleEntryProto entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    int[] shape = TensorProtos.shape(key, entry.getShape());
    if (entry.getSlicesCount() > 0) {
      return Optional.of(Partitions.joined(key, parts(key), shape));
    }
    Literal literal = new Literal(key, entry.getDtype(), shape, () -> read(key, entry));
    long width = Literal.width(entry.getDtype());
    if (width > 0 && entry.getSize() != literal.size() * width) {
      throw new MalformedFileException(
          index, literal + " of " + entry.getDtype() + " claims " + entry.getSize() + " bytes");
    }
    return Optional.of(literal);
  }

  /** Whether two keys hold the same values, by type, shape and checksum. */
  boolean isSame(String one, String other) {
    BundleEntryProto first = entries.get(one);
    BundleEntryProto second = entries.get(other);
    return one.equals(other)
        || (first != null
            && second != null
            && first.getDtype() == second.getDtype()
            && first.getShape().equals(second.getShape())
            && first.getCrc32C() == second.getCrc32C());
  }

  /** The one string of a scalar of type string; nothing where there is no such key. */
  Optional<byte[]> text(String key) {
    BundleEntryProto entry = entries.get(key);
    if (entry == null || entry.getDtype() != DataType.DT_STRING) {
      return Optional.empty();
    }
    ByteBuffer bytes = bytes(key, entry);
    long length = 0;
    for (int shift = 0; shift < 35 && bytes.hasRemaining(); shift += 7) {
      byte next = bytes.get();
      length |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        break;
      }
    }
    if (length + 4 != bytes.remaining()) {
      throw new MalformedFileException(shard(entry.getShardId()), key + " is no single string");
    }
    ByteBuffer checksum = bytes.slice(bytes.position(), 4);
    ByteBuffer text = bytes.slice(bytes.position() + 4, (int) length);
    ByteBuffer stated = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    if (MaskedCrc32c.of(stated.putInt(0, (int) length), checksum, text) != entry.getCrc32C()) {
      throw otherValues(key, entry);
    }
    byte[] copy = new byte[(int) length];
    text.get(copy);
    return Optional.of(copy);
  }

  private ByteBuffer read(String key, BundleEntryProto entry) {
    ByteBuffer bytes = bytes(key, entry);
    if (MaskedCrc32c.of(bytes) != entry.getCrc32C()) {
      throw otherValues(key, entry);
    }
    return bytes;
  }

  private MalformedFileException otherValues(String key, BundleEntryProto entry) {
    return new MalformedFileException(
        shard(entry.getShardId()),
        "the values of " + key + " are not those that were written (CRC-32C)");
  }

  private ByteBuffer bytes(String key, BundleEntryProto entry) {
    Path shard = shard(entry.getShardId());
    ByteBuffer bytes = ByteBuffer.allocate((int) entry.getSize()).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(shard)) {
      while (bytes.hasRemaining()
          && channel.read(bytes, entry.getOffset() + bytes.position()) >= 0) {}
    } catch (IOException e) {
      throw new WorkFailedException("cannot read " + shard + ": " + e.getMessage(), e);
    }
    if (bytes.hasRemaining()) {
      throw new MalformedFileException(shard, "ends within " + key);
    }
    return bytes.rewind();
  }

  private void requireShards() {
    for (Map.Entry<String, BundleEntryProto> named : entries.entrySet()) {
      BundleEntryProto entry = named.getValue();
      long size = entry.getSize();
      if (entry.getShardId() < 0 || entry.getShardId() >= shards) {
        throw new MalformedFileException(index, named.getKey() + " lies in no shard");
      }
      Path shard = shard(entry.getShardId());
      if (!Files.isRegularFile(shard)) {
        throw new MalformedFileException(
            index, "its shard " + shard.getFileName() + " is missing; put it beside the index");
      }
      if (size < 0
          || size > Integer.MAX_VALUE - 8
          || entry.getOffset() < 0
          || entry.getOffset() > length(shard) - size) {
        throw new MalformedFileException(
            shard,
            "truncated: %s ends at byte %d of %d"
                .formatted(named.getKey(), entry.getOffset() + size, length(shard)));
      }
    }
  }

  private Path shard(int number) {
    String prefix = index.getFileName().toString().replaceFirst("\\.index$", "");
    return index.resolveSibling(
        String.format(Locale.ROOT, "%s.data-%05d-of-%05d", prefix, number, shards));
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new WorkFailedException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(Path index) {
    if (!Files.isRegularFile(index)) {
      throw new MalformedFileException(
          index, "is missing; the SavedModel's variables folder holds it");
    }
    if (length(index) > MOST_INDEX) {
      throw new MalformedFileException(index, "longer than " + MOST_INDEX + " bytes");
    }
    try {
      return Files.readAllBytes(index);
    } catch (IOException e) {
      throw new WorkFailedException("cannot read " + index + ": " + e.getMessage(), e);
    }
  }
}
