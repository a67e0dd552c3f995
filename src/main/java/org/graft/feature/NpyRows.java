package org.graft.feature;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.graft.failure.FirstLine;
import org.graft.failure.MalformedFileException;
import org.graft.storage.NpyArray;

/**
 * Rows in a NumPy file, read where they lie.
 *
 * @param begin place of the first value, in bytes
 */
record NpyRows(Path file, int begin, int count, int width) implements Rows {
  /**
   * A file that must hold {@code [count, width]} float32.
   *
   * @throws MalformedFileException if it is missing, or holds something else
   */
  static NpyRows open(Path file, int count, int width) {
    long values = (long) count * width;
    try (FileChannel channel = FileChannel.open(file)) {
      int[] shape = NpyArray.readShape(Channels.newInputStream(channel), Long.MAX_VALUE);
      long begin = channel.position();
      if (!Arrays.equals(shape, new int[] {count, width})
          || channel.size() != begin + values * Float.BYTES) {
        throw new MalformedFileException(
            file,
            String.format(
                "it holds %s in %,d bytes, expected [%d, %d] and nothing behind it",
                Arrays.toString(shape), channel.size(), count, width));
      }
      return new NpyRows(file, (int) begin, count, width);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  @Override
  public boolean areStored() {
    return true;
  }

  @Override
  public void read(int[] chosen, int first, int length, float[] to, int at) {
    ByteBuffer bytes = RowFile.buffer(length);
    try (FileChannel channel = FileChannel.open(file)) {
      for (int i = 0; i < chosen.length; i++) {
        long position = begin + ((long) chosen[i] * width + first) * Float.BYTES;
        bytes.clear();
        while (bytes.hasRemaining()) {
          if (channel.read(bytes, position + bytes.position()) < 0) {
            throw new EOFException("it ends at " + (position + bytes.position()));
          }
        }
        bytes.flip().asFloatBuffer().get(to, at + i * length, length);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static MalformedFileException unreadable(Path file, IOException e) {
    return new MalformedFileException(file, "cannot be read: " + FirstLine.of(e), e);
  }
}
