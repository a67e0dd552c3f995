package org.graft.image;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.graft.storage.AtomicFile;
import org.graft.storage.FileSystemTraits;

/**
 * Digests of files in one file of records of equal length, sorted by what stands for the path: it
 * is mapped and searched, not read. What is damaged in it, or foreign, is as though it were not
 * there.
 *
 * <p>All numbers are big-endian. Header: {@code graftdig}, version (int), number of records (int).
 * Record: the first 16 bytes of the path's SHA-256, size, modified, changed (long each), SHA-256 of
 * the content (32 bytes), orientation (byte, EXIF's tag), three bytes 0, CRC-32C of what stands
 * before (int).
 */
record DigestTable(ByteBuffer records) {
  /** Records that are kept at most: 320 MB. */
  static final int MOST = 1 << 22;

  private static final long MAGIC = 0x6772616674646967L;
  private static final int VERSION = 2;
  private static final int HEADER = 16;
  private static final int RECORD = 80;
  private static final int CHECKED = RECORD - Integer.BYTES;
  private static final int DIGEST = 32;
  private static final int BUFFER = 1 << 16;

  /** What is known of a file, and how it was then. */
  record Entry(FileState state, FileDigest digest) {}

  /** The table in a file; empty where there is none, or something else. */
  static DigestTable open(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size < HEADER || size > HEADER + (long) MOST * RECORD) {
        return new DigestTable(ByteBuffer.allocate(0));
      }
      ByteBuffer all = content(file, channel, (int) size);
      boolean own =
          all.getLong() == MAGIC
              && all.getInt() == VERSION
              && HEADER + (long) all.getInt() * RECORD == size;
      return new DigestTable(own ? all.slice() : ByteBuffer.allocate(0));
    } catch (IOException e) {
      return new DigestTable(ByteBuffer.allocate(0));
    }
  }

  /** Mapped where a mapped file can be replaced by a newer one, else read. */
  private static ByteBuffer content(Path file, FileChannel channel, int size) throws IOException {
    return FileSystemTraits.isPosix(file)
        ? channel.map(FileChannel.MapMode.READ_ONLY, 0, size)
        : ByteBuffer.wrap(Files.readAllBytes(file));
  }

  int count() {
    return records.capacity() / RECORD;
  }

  Optional<Entry> find(PathKey key) {
    int from = 0;
    int to = count();
    while (from < to) {
      int middle = (from + to) >>> 1;
      int order = key(middle).compareTo(key);
      if (order == 0) {
        return entry(middle);
      }
      from = order < 0 ? middle + 1 : from;
      to = order < 0 ? to : middle;
    }
    return Optional.empty();
  }

  /** Writes this table's entries and others over them, of too many those that come first. */
  void write(Path file, SortedMap<PathKey, Entry> others) {
    AtomicInteger number = new AtomicInteger();
    merge(others, record -> number.incrementAndGet());
    AtomicFile.write(
        file,
        part -> {
          try (DataOutputStream out =
              new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part), BUFFER))) {
            out.writeLong(MAGIC);
            out.writeInt(VERSION);
            out.writeInt(Math.min(MOST, number.get()));
            AtomicInteger left = new AtomicInteger(MOST);
            merge(
                others,
                record -> {
                  if (left.getAndDecrement() > 0) {
                    out.write(record);
                  }
                });
          }
        });
  }

  /** Takes one record after another. */
  private interface Sink<X extends Exception> {
    void take(byte[] record) throws X;
  }

  /** Goes through the sound records of both in order; of one path, the other is taken. */
  private <X extends Exception> void merge(SortedMap<PathKey, Entry> others, Sink<X> to) throws X {
    int place = 0;
    for (Map.Entry<PathKey, Entry> other : others.entrySet()) {
      for (; place < count() && key(place).compareTo(other.getKey()) < 0; place++) {
        take(place, to);
      }
      while (place < count() && key(place).equals(other.getKey())) {
        place++;
      }
      to.take(bytes(other));
    }
    for (; place < count(); place++) {
      take(place, to);
    }
  }

  private <X extends Exception> void take(int place, Sink<X> to) throws X {
    if (entry(place).isPresent()) {
      to.take(record(place));
    }
  }

  private static byte[] bytes(Map.Entry<PathKey, Entry> known) {
    FileState state = known.getValue().state();
    FileDigest digest = known.getValue().digest();
    ByteBuffer record = ByteBuffer.allocate(RECORD);
    record.putLong(known.getKey().high()).putLong(known.getKey().low());
    record.putLong(state.size()).putLong(state.modified()).putLong(state.changed());
    record.put(HexFormat.of().parseHex(digest.sha256()));
    record.put((byte) digest.orientation().tag());
    record.putInt(CHECKED, checksum(record.array()));
    return record.array();
  }

  private PathKey key(int place) {
    return new PathKey(
        records.getLong(place * RECORD), records.getLong(place * RECORD + Long.BYTES));
  }

  private byte[] record(int place) {
    byte[] record = new byte[RECORD];
    records.get(place * RECORD, record);
    return record;
  }

  /** Empty where it is not as it was written. */
  private Optional<Entry> entry(int place) {
    byte[] bytes = record(place);
    ByteBuffer record = ByteBuffer.wrap(bytes);
    if (record.getInt(CHECKED) != checksum(bytes)) {
      return Optional.empty();
    }
    record.position(2 * Long.BYTES);
    FileState state = new FileState(record.getLong(), record.getLong(), record.getLong());
    byte[] digest = new byte[DIGEST];
    record.get(digest);
    Orientation orientation = Orientation.of(record.get());
    return Optional.of(
        new Entry(state, new FileDigest(HexFormat.of().formatHex(digest), orientation)));
  }

  private static int checksum(byte... record) {
    CRC32C checksum = new CRC32C();
    checksum.update(Arrays.copyOf(record, CHECKED));
    return (int) checksum.getValue();
  }
}
