package org.graft.source.tensorflow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.graft.failure.MalformedFileException;
import org.graft.storage.MaskedCrc32c;

/**
 * A table of sorted keys in LevelDB's format ({@code tensorflow/core/lib/io/table_format.txt}):
 * blocks of entries that share their keys' beginnings, each block guarded by a masked CRC-32C, an
 * index block over them, and a footer of 48 bytes.
 */
final class SortedTable {
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER = 48;
  private static final int TRAILER = 5;

  private final Path path;
  private final byte[] bytes;

  private SortedTable(Path path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  /** All entries in order; keys are text. */
  static Map<String, byte[]> read(Path path, byte[] bytes) {
    return new SortedTable(path, bytes).entries();
  }

  /** Keys of parts of arrays begin with 0 and hold numbers; names are UTF-8. */
  private static Charset charset(byte... key) {
    return key.length > 0 && key[0] == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
  }

  private Map<String, byte[]> entries() {
    if (bytes.length < FOOTER || little(bytes.length - 8).getLong() != MAGIC) {
      throw damaged("no magic number at the end");
    }
    ByteBuffer footer = ByteBuffer.wrap(bytes, bytes.length - FOOTER, FOOTER - 8);
    varint(footer);
    varint(footer);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    long[] total = new long[1];
    block(
        varint(footer),
        varint(footer),
        (last, handle) -> {
          ByteBuffer block = ByteBuffer.wrap(handle);
          block(
              varint(block),
              varint(block),
              (key, value) -> {
                total[0] += key.length() + value.length;
                if (total[0] > 16L * bytes.length || entries.put(key, value) != null) {
                  throw damaged("entries that repeat");
                }
              });
        });
    return entries;
  }

  private void block(long offset, long size, BiConsumer<String, byte[]> entry) {
    if (offset < 0 || size < 4 || offset > bytes.length || size > bytes.length - offset - TRAILER) {
      throw damaged("a block outside of the file");
    }
    ByteBuffer trailer = little((int) (offset + size));
    byte compression = trailer.get();
    if (trailer.getInt() != MaskedCrc32c.of(ByteBuffer.wrap(bytes, (int) offset, (int) size + 1))) {
      throw damaged("a block of another checksum than stated");
    }
    if (compression != 0) {
      throw damaged("a compressed block, which TensorFlow never writes");
    }
    int restarts = little((int) (offset + size) - 4).getInt();
    if (restarts < 0 || restarts > (size - 4) / 4) {
      throw damaged("a block with " + restarts + " restarts");
    }
    int length = (int) size - 4 - 4 * restarts;
    each(ByteBuffer.wrap(bytes, (int) offset, length), entry);
  }

  private void each(ByteBuffer in, BiConsumer<String, byte[]> entry) {
    byte[] key = {};
    while (in.hasRemaining()) {
      int shared = length(in, key.length);
      int own = length(in, bytes.length);
      int value = length(in, bytes.length);
      if ((long) own + value > in.remaining()) {
        throw damaged("an entry outside of its block");
      }
      byte[] next = Arrays.copyOf(key, shared + own);
      in.get(next, shared, own);
      key = next;
      byte[] content = new byte[value];
      in.get(content);
      entry.accept(new String(key, charset(key)), content);
    }
  }

  private int length(ByteBuffer in, int most) {
    long value = varint(in);
    if (value < 0 || value > most) {
      throw damaged("an entry of " + value + " bytes");
    }
    return (int) value;
  }

  private long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64 && in.hasRemaining(); shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged("a number that does not end");
  }

  private ByteBuffer little(int offset) {
    return ByteBuffer.wrap(bytes, offset, bytes.length - offset).order(ByteOrder.LITTLE_ENDIAN);
  }

  private MalformedFileException damaged(String problem) {
    return new MalformedFileException(path, "a damaged or truncated index: " + problem);
  }
}
