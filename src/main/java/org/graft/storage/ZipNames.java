package org.graft.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipException;

/**
 * The names of a zip's entries stand twice in it, in its directory and before each entry (PKWARE's
 * APPNOTE 4.3). No checksum guards them, so they guard each other.
 */
final class ZipNames {
  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int MOST_COMMENT = 0xffff;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_SIZE = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_SIZE = 30;
  private static final int IN_ZIP64 = -1;

  private final FileChannel file;

  private ZipNames(FileChannel file) {
    this.file = file;
  }

  /**
   * Refuses a zip whose directory calls an entry otherwise than the entry itself. One that is too
   * large for the plain form of a directory is not looked at.
   *
   * @throws ZipException if so
   */
  static void requireEqual(Path zip) throws IOException {
    try (FileChannel file = FileChannel.open(zip, StandardOpenOption.READ)) {
      new ZipNames(file).check();
    }
  }

  private void check() throws IOException {
    int tail = (int) Math.min(file.size(), END_SIZE + MOST_COMMENT);
    ByteBuffer last = read(file.size() - tail, tail);
    int end = tail - END_SIZE;
    while (end >= 0 && last.getInt(end) != END) {
      end--;
    }
    if (end < 0) {
      throw new ZipException("no end of a zip's directory");
    }
    int size = last.getInt(end + 12);
    int offset = last.getInt(end + 16);
    if (size == IN_ZIP64 || offset == IN_ZIP64) {
      return;
    }
    long begin = file.size() - tail + end - Integer.toUnsignedLong(size);
    if (begin != Integer.toUnsignedLong(offset)) {
      throw new ZipException("a zip whose directory is not where its end says");
    }
    directory(read(begin, size));
  }

  private void directory(ByteBuffer entries) throws IOException {
    for (int at = 0; entries.limit() - at >= ENTRY_SIZE; ) {
      if (entries.getInt(at) != ENTRY) {
        throw new ZipException("a zip's directory is damaged");
      }
      int length = Short.toUnsignedInt(entries.getShort(at + 28));
      int more =
          Short.toUnsignedInt(entries.getShort(at + 30))
              + Short.toUnsignedInt(entries.getShort(at + 32));
      int local = entries.getInt(at + 42);
      if (entries.limit() - at < ENTRY_SIZE + length) {
        throw new EOFException("a zip's directory is cut off");
      }
      if (local != IN_ZIP64) {
        requireName(Integer.toUnsignedLong(local), entries.slice(at + ENTRY_SIZE, length));
      }
      at += ENTRY_SIZE + length + more;
    }
  }

  private void requireName(long at, ByteBuffer name) throws IOException {
    ByteBuffer header = read(at, LOCAL_SIZE);
    boolean same =
        header.getInt(0) == LOCAL
            && Short.toUnsignedInt(header.getShort(26)) == name.limit()
            && read(at + LOCAL_SIZE, name.limit()).equals(name);
    if (!same) {
      throw new ZipException("an entry is called otherwise in the zip's directory");
    }
  }

  private ByteBuffer read(long at, int length) throws IOException {
    if (at < 0 || length < 0 || at + length > file.size()) {
      throw new EOFException("a zip whose directory leads out of it");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, at + bytes.position()) < 0) {
        throw new EOFException("a zip whose directory leads out of it");
      }
    }
    return bytes.flip();
  }
}
