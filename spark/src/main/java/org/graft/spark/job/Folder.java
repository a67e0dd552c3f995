package org.graft.spark.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.graft.failure.FirstLine;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;

/**
 * A folder of a file system that Hadoop knows, on the driver and on executors. Files come to be
 * whole or not at all: they are written in a folder of the application's own within it and renamed.
 *
 * @param address of the folder
 * @param application whose own folder it is
 */
record Folder(
    String address, String application, Broadcast<SerializableConfiguration> configuration)
    implements Serializable {
  /** Not read by Spark, and none of a cache's files. */
  private static final String SCRATCH = "_graft";

  /** Writes a file, which it closes. */
  @FunctionalInterface
  interface Writer {
    void write(FileSystem files, Path to) throws IOException;
  }

  /** One within it. */
  Folder in(String name) {
    return new Folder(path(name).toString(), application, configuration);
  }

  Path path() {
    return new Path(address);
  }

  Path path(String name) {
    return new Path(address, name);
  }

  Configuration hadoop() {
    return configuration.value().value();
  }

  FileSystem files() throws IOException {
    return path().getFileSystem(hadoop());
  }

  boolean has(String name) {
    try {
      return files().exists(path(name));
    } catch (IOException | IllegalArgumentException e) {
      throw new WorkFailedException(path(name) + " cannot be asked for: " + FirstLine.of(e), e);
    }
  }

  /**
   * A text of at most so many bytes.
   *
   * @throws InputException if there is no such file
   * @throws MalformedFileException if it is longer or cannot be read
   */
  String text(String name, int most) {
    Path file = path(name);
    try (InputStream in = files().open(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new MalformedFileException(
            file.toString(), String.format("larger than %,d bytes", most), null);
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      throw new InputException("there is no " + file, e);
    } catch (IOException | IllegalArgumentException e) {
      throw new MalformedFileException(file.toString(), "cannot be read: " + FirstLine.of(e), e);
    }
  }

  /**
   * Writes a file. Where it came to be meanwhile, by another attempt at the same work, that stays.
   *
   * @param attempt a name that no other attempt has
   * @throws WorkFailedException if it cannot be written
   */
  void write(String name, String attempt, Writer writer) {
    Path own = new Path(scratch(), attempt + "-" + name);
    try {
      FileSystem files = files();
      files.mkdirs(own.getParent());
      writer.write(files, own);
      if (!files.rename(own, path(name)) && !files.exists(path(name))) {
        throw new IOException("it cannot be renamed to its place");
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new WorkFailedException(path(name) + " cannot be written: " + FirstLine.of(e), e);
    }
  }

  private Path scratch() {
    return new Path(path(SCRATCH), application);
  }

  /** Deletes what attempts of this application left half written, as far as it can be. */
  void tidy() {
    try {
      files().delete(scratch(), true);
      if (files().exists(path(SCRATCH)) && files().listStatus(path(SCRATCH)).length == 0) {
        files().delete(path(SCRATCH), false);
      }
    } catch (IOException e) {
      // Nothing hangs on it.
      return;
    }
  }
}
