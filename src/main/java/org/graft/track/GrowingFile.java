package org.graft.track;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.graft.failure.WorkFailedException;

/** A file written from its beginning, piece by piece, each of which is there at once. */
final class GrowingFile implements AutoCloseable {
  private final Path file;
  private final OutputStream out;

  /** Begins {@code file} anew; folders above it are made. */
  GrowingFile(Path file) {
    this.file = file;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      this.out = Files.newOutputStream(file);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  void line(String line) {
    bytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void bytes(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private WorkFailedException failed(IOException e) {
    return new WorkFailedException("cannot write " + file + ": " + e.getMessage(), e);
  }
}
