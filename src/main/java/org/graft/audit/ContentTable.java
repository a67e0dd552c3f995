package org.graft.audit;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.graft.failure.FirstLine;
import org.graft.failure.WorkFailedException;
import org.graft.image.ImageTraits;
import org.graft.storage.UnnamedFile;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of any number of images, a record of {@value #RECORD} bytes each: the first in
 * memory, the others in a file that has no name and is gone with the process. It is read rather
 * than mapped, so that what is read of it is no memory of the process. May be used by several
 * threads.
 */
final class ContentTable {
  /** Records in memory: 7 MB. */
  private static final int HELD = 1 << 13;

  private static final int GREY = 1;
  private static final int TURNED = 2;
  private static final int ALPHA = 4;
  private static final int RECORD =
      3 * Integer.BYTES
          + 2 * Double.BYTES
          + 4 * Integer.BYTES
          + Fingerprint.WORDS * Long.BYTES
          + Fingerprint.LEVELS;

  private final Path folder;
  private final byte[][] held = new byte[HELD][];
  private final AtomicInteger count = new AtomicInteger();
  private @Nullable FileChannel file;

  /** Keeps what does not fit into memory in {@code folder}. */
  ContentTable(Path folder) {
    this.folder = folder;
  }

  /** Keeps one more and returns its place, from 0. */
  int add(ImageContent content) {
    int place = count.getAndIncrement();
    byte[] bytes = record(content);
    if (place < HELD) {
      held[place] = bytes;
      return place;
    }
    ByteBuffer record = ByteBuffer.wrap(bytes);
    try {
      for (long at = position(place); record.hasRemaining(); ) {
        at += file().write(record, at);
      }
      return place;
    } catch (IOException e) {
      throw failed("kept", e);
    }
  }

  ImageContent get(int place) {
    if (place < HELD) {
      return content(ByteBuffer.wrap(held[place]));
    }
    ByteBuffer record = ByteBuffer.allocate(RECORD);
    try {
      while (record.hasRemaining()) {
        if (file().read(record, position(place) + record.position()) < 0) {
          throw new EOFException("it ends before " + position(place + 1));
        }
      }
      return content(record.flip());
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  private static byte[] record(ImageContent content) {
    Fingerprint print = content.fingerprint();
    byte[] bytes = new byte[RECORD];
    ByteBuffer record = ByteBuffer.wrap(bytes);
    record.putInt(content.width()).putInt(content.height());
    record.putInt(
        (content.grey() ? GREY : 0)
            | (content.traits().turned() ? TURNED : 0)
            | (content.traits().alpha() ? ALPHA : 0));
    record.putDouble(content.box().width()).putDouble(content.box().height());
    for (CrcPair pair : new CrcPair[] {print.bytes(), print.pixels()}) {
      record.putInt(pair.crc32()).putInt(pair.crc32c());
    }
    for (long word : print.edges()) {
      record.putLong(word);
    }
    record.put(print.colours().cells());
    return bytes;
  }

  private static ImageContent content(ByteBuffer record) {
    int width = record.getInt();
    int height = record.getInt();
    int flags = record.getInt();
    ContentBox box = new ContentBox(record.getDouble(), record.getDouble());
    CrcPair bytes = new CrcPair(record.getInt(), record.getInt());
    CrcPair pixels = new CrcPair(record.getInt(), record.getInt());
    long[] edges = new long[Fingerprint.WORDS];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = record.getLong();
    }
    byte[] cells = new byte[Fingerprint.LEVELS];
    record.get(cells);
    return new ImageContent(
        width,
        height,
        (flags & GREY) != 0,
        box,
        new Fingerprint(bytes, pixels, edges, Colours.of(cells)),
        new ImageTraits((flags & TURNED) != 0, (flags & ALPHA) != 0));
  }

  private static long position(int place) {
    return (long) (place - HELD) * RECORD;
  }

  private synchronized FileChannel file() throws IOException {
    if (file == null) {
      file = UnnamedFile.in(folder);
    }
    return file;
  }

  private WorkFailedException failed(String done, IOException e) {
    return new WorkFailedException(
        "what was seen of images cannot be " + done + " in " + folder + ": " + FirstLine.of(e), e);
  }
}
