package org.graft.spark.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.graft.failure.FirstLine;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;

/**
 * A file that is to come, of any file system that Hadoop knows.
 *
 * @param folder that it will lie in
 */
record NewFile(Folder folder, String name) {
  private static final String DRIVER = "driver";

  /**
   * Sees that there is nothing yet.
   *
   * @throws InputException if there is
   */
  static NewFile at(PackedJob job, String address) {
    Path path = new Path(address);
    if (path.getParent() == null) {
      throw new InputException(address + " is no name of a file");
    }
    NewFile file = new NewFile(job.folder(path.getParent().toString()), path.getName());
    if (file.folder.has(file.name)) {
      throw new InputException(address + " is there already; choose another name");
    }
    return file;
  }

  String address() {
    return folder.path(name).toString();
  }

  /**
   * Writes it.
   *
   * @param writer makes it on this machine's disk first, or throws if it shall not be handed out
   * @throws WorkFailedException if it cannot be written
   */
  void write(Consumer<java.nio.file.Path> writer) {
    try {
      java.nio.file.Path local = Files.createTempFile("graft", ".onnx");
      try {
        writer.accept(local);
        folder.write(
            name,
            DRIVER,
            (files, to) -> {
              try (InputStream in = Files.newInputStream(local);
                  OutputStream out = files.create(to)) {
                in.transferTo(out);
              }
            });
      } finally {
        Files.delete(local);
        folder.tidy();
      }
    } catch (IOException e) {
      throw new WorkFailedException(address() + " cannot be written: " + FirstLine.of(e), e);
    }
  }
}
