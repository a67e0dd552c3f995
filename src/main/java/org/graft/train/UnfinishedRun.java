package org.graft.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.head.GraphHead;
import org.graft.image.DatasetFile;
import org.graft.storage.InputFile;
import org.graft.storage.Json;
import org.graft.storage.OrNull;
import org.graft.storage.PlainName;

/**
 * What was asked of a run that is not finished: {@code training.json}, which is there until {@code
 * run.json} is, beside it the images in {@code training_images.csv}, and the graph of a head of
 * one's own.
 *
 * @param base name on the shelf
 * @param started ISO 8601
 * @param request without its images, until {@link #whole}
 * @param images number of images in the list beside; {@code null} in runs of format 1, which have
 *     them in the request
 */
record UnfinishedRun(
    int format,
    String id,
    String base,
    String started,
    TrainRequest request,
    @OrNull Integer images) {
  private static final int FORMAT = 2;

  /** Of runs that were begun when the images were not kept apart. */
  private static final int WITH_IMAGES = 1;

  private static final String FILE = "training.json";
  private static final String IMAGES = "training_images.csv";
  private static final int MOST_GRAPH = 1 << 30;

  UnfinishedRun {
    PlainName.check(base);
    Instant.parse(started);
  }

  /** A run that begins now. */
  UnfinishedRun(String id, String base, Instant started, TrainRequest request) {
    this(FORMAT, id, base, started.toString(), request, request.data().images());
  }

  static Path file(Path folder) {
    return folder.resolve(FILE);
  }

  void write(Path folder) throws IOException {
    if (request.recipe().head() instanceof GraphHead head) {
      Files.write(folder.resolve(RunFolder.HEAD), head.graph().bytes());
    }
    DatasetFile.write(folder.resolve(IMAGES), request.data());
    Json.write(file(folder), withRequest(request.withData(request.data().withoutImages())));
  }

  /** All but the images and the graph of a head of one's own. */
  static UnfinishedRun read(Path folder) {
    UnfinishedRun begun = Json.read(file(folder), UnfinishedRun.class);
    boolean counted = begun.images != null;
    if (begun.format() != (counted ? FORMAT : WITH_IMAGES)) {
      throw new MalformedFileException(
          file(folder), "format " + begun.format() + ", expected " + FORMAT + "; train anew");
    }
    return begun;
  }

  /** All of it. */
  static UnfinishedRun whole(Path folder) {
    UnfinishedRun begun = read(folder);
    TrainRequest whole = begun.request;
    if (begun.images != null) {
      whole = whole.withData(DatasetFile.read(folder.resolve(IMAGES), whole.data(), begun.images));
    }
    if (whole.recipe().head() instanceof GraphHead head) {
      whole = whole.withRecipe(whole.recipe().settled(head.withBytes(graph(folder))));
    }
    return begun.withRequest(whole);
  }

  private UnfinishedRun withRequest(TrainRequest other) {
    return new UnfinishedRun(format, id, base, started, other, images);
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
      Files.deleteIfExists(folder.resolve(IMAGES));
      Files.deleteIfExists(file(folder));
    } catch (IOException e) {
      throw new WorkFailedException("cannot delete " + file(folder) + ": " + e.getMessage(), e);
    }
  }
}
