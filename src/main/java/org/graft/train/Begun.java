package org.graft.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.storage.Json;
import org.graft.storage.PlainName;

/**
 * What was asked of a run that is not finished: {@code training.json}, which is there until {@code
 * run.json} is.
 *
 * @param base name on the shelf
 * @param started ISO 8601
 */
record Begun(int format, String id, String base, String started, TrainRequest request) {
  static final int FORMAT = 1;

  private static final String FILE = "training.json";

  Begun {
    PlainName.check(base);
    Instant.parse(started);
  }

  static Path file(Path folder) {
    return folder.resolve(FILE);
  }

  void write(Path folder) throws IOException {
    Json.write(file(folder), this);
  }

  static Begun read(Path folder) {
    Begun begun = Json.read(file(folder), Begun.class);
    if (begun.format() != FORMAT) {
      throw new MalformedFileException(
          file(folder), "format " + begun.format() + ", expected " + FORMAT + "; train anew");
    }
    return begun;
  }

  static void delete(Path folder) {
    try {
      Files.deleteIfExists(file(folder));
    } catch (IOException e) {
      throw new WorkFailedException("cannot delete " + file(folder) + ": " + e.getMessage(), e);
    }
  }
}
