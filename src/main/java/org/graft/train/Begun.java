package org.graft.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.head.GraphHead;
import org.graft.storage.InputFile;
import org.graft.storage.Json;
import org.graft.storage.PlainName;

/**
 * What was asked of a run that is not finished: {@code training.json}, which is there until {@code
 * run.json} is, and beside it the graph of a head of one's own.
 *
 * @param base name on the shelf
 * @param started ISO 8601
 */
record Begun(int format, String id, String base, String started, TrainRequest request) {
  static final int FORMAT = 1;

  private static final String FILE = "training.json";
  private static final int MOST_GRAPH = 1 << 30;

  Begun {
    PlainName.check(base);
    Instant.parse(started);
  }

  static Path file(Path folder) {
    return folder.resolve(FILE);
  }

  void write(Path folder) throws IOException {
    if (request.recipe().head() instanceof GraphHead head) {
      Files.write(folder.resolve(RunFolder.HEAD), head.graph().bytes());
    }
    Json.write(file(folder), this);
  }

  static Begun read(Path folder) {
    Begun begun = Json.read(file(folder), Begun.class);
    if (begun.format() != FORMAT) {
      throw new MalformedFileException(
          file(folder), "format " + begun.format() + ", expected " + FORMAT + "; train anew");
    }
    return begun.request.recipe().head() instanceof GraphHead head
        ? begun.with(head.with(graph(folder)))
        : begun;
  }

  private Begun with(GraphHead head) {
    return new Begun(format, id, base, started, request.with(request.recipe().settled(head)));
  }

  /** The graph of the head of one's own that a run began with. */
  static byte[] graph(Path folder) {
    Path file = folder.resolve(RunFolder.HEAD);
    try {
      return InputFile.bytes(file, MOST_GRAPH);
    } catch (IOException e) {
      throw new MalformedFileException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  static void delete(Path folder) {
    try {
      Files.deleteIfExists(file(folder));
    } catch (IOException e) {
      throw new WorkFailedException("cannot delete " + file(folder) + ": " + e.getMessage(), e);
    }
  }
}
