package org.graft.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * The first directory of a TIFF file (TIFF 6.0, section 2), which is what an EXIF block is, too.
 * Counts and places are what the file claims and are held against its length before use.
 */
final class TiffDirectory {
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private static final int HEADER = 8;
  private static final int MAGIC = 42;
  private static final int BIG_MAGIC = 43;
  private static final int ENTRY = 12;

  /** Bytes of a value by its type, from type 1 on. */
  private static final int[] SIZES = {1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  private final ByteBuffer file;
  private final TreeMap<Integer, Entry> entries = new TreeMap<>();

  /**
   * One entry.
   *
   * @param at where its values begin in the file
   */
  record Entry(int tag, int type, long count, long at) {
    /** Writes it as an entry of another directory of the same file. */
    void write(ByteBuffer out, byte[] file) {
      out.putShort((short) tag).putShort((short) type).putInt((int) count);
      if (bytes() > Integer.BYTES) {
        out.putInt((int) at);
      } else {
        out.put(file, (int) at, Integer.BYTES);
      }
    }

    /** Bytes of all its values; 0 for a type that is not known. */
    long bytes() {
      return type < 1 || type > SIZES.length ? 0 : count * SIZES[type - 1];
    }
  }

  private TiffDirectory(ByteBuffer file) {
    this.file = file;
  }

  /** The directory of a file; throws where its header is not one of TIFF, or it is cut short. */
  static TiffDirectory of(ByteBuffer file) throws IOException {
    TiffDirectory directory = new TiffDirectory(file.slice());
    directory.read();
    return directory;
  }

  /** What can be read of the directory, which may be nothing. */
  static TiffDirectory lenient(ByteBuffer file) {
    TiffDirectory directory = new TiffDirectory(file.slice());
    try {
      directory.read();
    } catch (IOException e) {
      return directory;
    }
    return directory;
  }

  private void read() throws IOException {
    if (file.limit() < HEADER) {
      throw new IOException("truncated within the TIFF header");
    }
    file.order(file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int magic = file.getShort(2) & 0xffff;
    if (magic != MAGIC) {
      throw new IOException(
          magic == BIG_MAGIC
              ? "a BigTIFF, which is not read; an ordinary TIFF is"
              : "its TIFF header is damaged");
    }
    long start = file.getInt(4) & 0xffffffffL;
    if (start + 2 > file.limit()) {
      throw new IOException("truncated: the TIFF's directory lies behind its end");
    }
    int count = file.getShort((int) start) & 0xffff;
    for (int i = 0; i < count; i++) {
      long at = start + 2 + (long) i * ENTRY;
      if (at + ENTRY > file.limit()) {
        throw new IOException("truncated within the TIFF's directory");
      }
      Entry entry = entry((int) at);
      entries.putIfAbsent(entry.tag(), entry);
    }
  }

  private Entry entry(int at) {
    int type = file.getShort(at + 2) & 0xffff;
    long count = file.getInt(at + 4) & 0xffffffffL;
    Entry inside = new Entry(file.getShort(at) & 0xffff, type, count, at + 8L);
    return inside.bytes() <= Integer.BYTES
        ? inside
        : new Entry(inside.tag(), type, count, file.getInt(at + 8) & 0xffffffffL);
  }

  /** Bytes of a directory with so many entries and none behind it. */
  static int size(int entries) {
    return Short.BYTES + entries * ENTRY + Integer.BYTES;
  }

  ByteOrder order() {
    return file.order();
  }

  /** All entries, by ascending tag. */
  Iterable<Entry> entries() {
    return entries.values();
  }

  /** The first value of a tag; none where it is missing, no whole number or out of the file. */
  OptionalLong first(int tag) {
    Entry entry = entries.get(tag);
    if (entry == null || entry.count() < 1 || !lies(entry)) {
      return OptionalLong.empty();
    }
    return value(entry, 0);
  }

  /** The entry of a tag whose values have two bytes each and lie in the file. */
  Optional<Entry> wide(int tag) {
    return Optional.ofNullable(entries.get(tag)).filter(e -> e.type() == SHORT && lies(e));
  }

  /** Whether the file holds all values of an entry. */
  boolean lies(Entry entry) {
    return entry.bytes() > 0 && entry.at() + entry.bytes() <= file.limit();
  }

  /**
   * All values of a tag, none where it is missing.
   *
   * @throws IOException if the file does not hold them, or they are more than {@code most}
   */
  long[] values(int tag, int most) throws IOException {
    Entry entry = entries.get(tag);
    if (entry == null) {
      return new long[0];
    }
    if (!lies(entry) || entry.count() > most) {
      throw new IOException(
          "truncated: the TIFF's tag " + tag + " has " + entry.count() + " values");
    }
    return LongStream.range(0, entry.count()).map(i -> value(entry, i).orElse(0)).toArray();
  }

  private OptionalLong value(Entry entry, long index) {
    int at = (int) (entry.at() + index * SIZES[entry.type() - 1]);
    return switch (entry.type()) {
      case BYTE -> OptionalLong.of(file.get(at) & 0xff);
      case SHORT -> OptionalLong.of(file.getShort(at) & 0xffff);
      case LONG -> OptionalLong.of(file.getInt(at) & 0xffffffffL);
      default -> OptionalLong.empty();
    };
  }
}
