package org.graft.spark.image;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.graft.failure.FirstLine;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.image.ImageDecoder;

/**
 * Image files of any file system that Hadoop knows, whole or in ranges of an archive. The archive
 * read last stays open. Used by one thread.
 */
public final class ImageFiles implements AutoCloseable {
  private final Configuration configuration;
  private String archive;
  private FSDataInputStream open;

  public ImageFiles(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * A whole file of at most {@link ImageDecoder#MAXIMUM_BYTES}.
   *
   * @throws MalformedFileException if it cannot be had, for whatever reason
   */
  byte[] whole(String file) {
    try (FSDataInputStream in = opened(file)) {
      byte[] bytes = in.readNBytes(ImageDecoder.MAXIMUM_BYTES + 1);
      if (bytes.length > ImageDecoder.MAXIMUM_BYTES) {
        throw new MalformedFileException(file, "larger than 256 MiB", null);
      }
      return bytes;
    } catch (FileNotFoundException e) {
      throw new MalformedFileException(file, "there is no such file", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new MalformedFileException(file, "cannot be read: " + FirstLine.of(e), e);
    }
  }

  /**
   * A range of an archive.
   *
   * @throws WorkFailedException if it cannot be read now
   */
  public byte[] range(String file, long offset, int length) {
    byte[] bytes = new byte[length];
    try {
      if (!file.equals(archive)) {
        close();
        open = opened(file);
        archive = file;
      }
      open.readFully(offset, bytes);
      return bytes;
    } catch (EOFException e) {
      throw new WorkFailedException(file + " ends before byte " + (offset + length), e);
    } catch (IOException e) {
      throw new WorkFailedException(file + " cannot be read: " + FirstLine.of(e), e);
    }
  }

  private FSDataInputStream opened(String file) throws IOException {
    Path path = new Path(file);
    return path.getFileSystem(configuration).open(path);
  }

  @Override
  public void close() {
    FSDataInputStream last = open;
    archive = null;
    open = null;
    try {
      if (last != null) {
        last.close();
      }
    } catch (IOException e) {
      // All that was wanted of it has been read.
      return;
    }
  }
}
