package org.graft.feature;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.graft.failure.FirstLine;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.storage.NpyArray;
import org.graft.storage.UnnamedFile;

/**
 * Rows in a file: one of NumPy's that is there, or one of their own without a name. It is read
 * rather than mapped, so that what is read of it is no memory of the process.
 *
 * @param begin place of the first value, in bytes
 */
record RowFile(Path folder, FileChannel channel, long begin, int count, int width)
    implements RowWriter {
  /**
   * What a thread reads or writes at a time, outside Java's memory, through which it would be
   * copied.
   */
  private static final ThreadLocal<ByteBuffer> ROOM =
      ThreadLocal.withInitial(
          () -> ByteBuffer.allocateDirect(1 << 18).order(ByteOrder.LITTLE_ENDIAN));

  /**
   * Room for so many rows in {@code folder}, which is made if it is not there.
   *
   * @throws InputException if the disk has less
   * @throws WorkFailedException if no file can be made there
   */
  static RowFile in(Path folder, int count, int width) {
    try {
      Files.createDirectories(folder);
      requireRoom(folder, count, width);
      return new RowFile(folder, UnnamedFile.in(folder), 0, count, width);
    } catch (IOException e) {
      throw new WorkFailedException(
          ("features are too many for memory and cannot be held in %s: %s; a greater"
                  + " GRAFT_HEAP or another GRAFT_HOME helps")
              .formatted(folder, FirstLine.of(e)),
          e);
    }
  }

  /**
   * The rows of a NumPy file, which must hold {@code [count, width]} float32.
   *
   * @throws MalformedFileException if it is missing, or holds something else
   */
  static RowFile ofArray(Path file, int count, int width) {
    try {
      FileChannel channel = FileChannel.open(file);
      int[] shape = NpyArray.readShape(Channels.newInputStream(channel), Long.MAX_VALUE);
      long begin = channel.position();
      if (!Arrays.equals(shape, new int[] {count, width})
          || channel.size() != begin + (long) count * width * Float.BYTES) {
        throw new MalformedFileException(
            file,
            "it holds %s in %,d bytes, expected [%d, %d] and nothing behind it"
                .formatted(Arrays.toString(shape), channel.size(), count, width));
      }
      return new RowFile(file, channel, begin, count, width);
    } catch (IOException e) {
      throw new MalformedFileException(file, "cannot be read: " + FirstLine.of(e), e);
    }
  }

  private static void requireRoom(Path folder, int count, int width) throws IOException {
    long bytes = (long) count * width * Float.BYTES;
    long free = Files.getFileStore(folder).getUsableSpace();
    if (bytes > free) {
      throw new InputException(
          ("%,d rows of %,d features are too many for memory and take %,d bytes on the"
                  + " disk, and %s has %,d: free some, take fewer images or variants, or a later"
                  + " layer (%s)")
              .formatted(count, width, bytes, folder, free, Hint.FINE_TUNE_FROM));
    }
  }

  @Override
  public boolean areStored() {
    return true;
  }

  @Override
  public void put(int place, float... row) {
    ByteBuffer room = ROOM.get();
    try {
      long position = position(place);
      for (int done = 0; done < width; ) {
        int some = Math.min(width - done, room.capacity() / Float.BYTES);
        room.clear().limit(some * Float.BYTES).asFloatBuffer().put(row, done, some);
        while (room.hasRemaining()) {
          position += channel.write(room, position);
        }
        done += some;
      }
    } catch (IOException e) {
      throw new WorkFailedException(
          "features cannot be held in " + folder + ": " + FirstLine.of(e), e);
    }
  }

  @Override
  public void read(int[] chosen, float[] to, int at) {
    int from = 0;
    while (from < chosen.length) {
      int rows = together(chosen, from);
      read(position(chosen[from]), to, at + from * width, rows * width);
      from += rows;
    }
  }

  @Override
  public Rows rows(int... places) {
    return places.length == count ? this : new ChosenRows(this, places);
  }

  /** How many of the rows from a place on lie one behind another. */
  private static int together(int[] chosen, int from) {
    int end = from + 1;
    while (end < chosen.length && chosen[end] == chosen[end - 1] + 1) {
      end++;
    }
    return end - from;
  }

  private void read(long position, float[] to, int at, int values) {
    ByteBuffer room = ROOM.get();
    try {
      for (int done = 0; done < values; ) {
        int some = Math.min(values - done, room.capacity() / Float.BYTES);
        fill(room.clear().limit(some * Float.BYTES), position + (long) done * Float.BYTES);
        room.flip().asFloatBuffer().get(to, at + done, some);
        done += some;
      }
    } catch (IOException e) {
      throw new WorkFailedException(
          "features held in " + folder + " cannot be read: " + FirstLine.of(e), e);
    }
  }

  private void fill(ByteBuffer room, long position) throws IOException {
    while (room.hasRemaining()) {
      int read = channel.read(room, position + room.position());
      if (read < 0) {
        throw new EOFException("it ends at " + (position + room.position()));
      }
    }
  }

  private long position(int row) {
    return begin + (long) row * width * Float.BYTES;
  }
}
