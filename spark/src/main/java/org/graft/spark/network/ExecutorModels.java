package org.graft.spark.network;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.graft.failure.FirstLine;
import org.graft.failure.WorkFailedException;
import org.graft.storage.Digests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks of this Java process, one session each, which all tasks share. It runs on as many
 * threads as Spark gives a task ({@code spark.task.cpus}). Of networks that no task uses two stay
 * loaded.
 */
public final class ExecutorModels {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorModels.class);
  private static final int MOST_IDLE = 2;
  private static final long CHUNK = 1L << 20;

  /** First what was opened first. */
  private static final Map<Key, Held> HELD = new LinkedHashMap<>();

  private record Key(String sha256, NetworkKind kind) {}

  /** A network, and how many tasks use it. */
  private static final class Held {
    private final ImageNetwork network;
    private int users;

    Held(ImageNetwork network) {
      this.network = network;
    }
  }

  private ExecutorModels() {}

  /**
   * The network for this task, which gives it back when it ends.
   *
   * @throws WorkFailedException if the file did not arrive whole, or ONNX Runtime cannot be loaded
   */
  public static ImageNetwork forTask(ModelRef model, NetworkKind kind) {
    Key key = new Key(model.sha256(), kind);
    ImageNetwork network = taken(key, model);
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> giveBack(key));
    return network;
  }

  private static ImageNetwork taken(Key key, ModelRef model) {
    synchronized (HELD) {
      Held held = HELD.computeIfAbsent(key, k -> new Held(open(model, k.kind)));
      held.users++;
      return held.network;
    }
  }

  private static ImageNetwork open(ModelRef model, NetworkKind kind) {
    Path file = arrived(model);
    String found = Digests.sha256(file);
    if (!found.equals(model.sha256())) {
      throw new WorkFailedException(
          String.format(
              "%s came to %s with SHA-256 %s, expected %s",
              model.origin(), Host.name(), found, model.sha256()));
    }
    int threads = SparkEnv.get().conf().getInt("spark.task.cpus", 1);
    LOG.info("session of {} on {} threads", model.origin(), threads);
    return kind.open(file, threads);
  }

  /** Spark 4 does not send to tasks of SQL what was added to its context: they fetch it. */
  private static Path arrived(ModelRef model) {
    Path file = file(model);
    if (Files.exists(file)) {
      return file;
    }
    try (ReadableByteChannel in = SparkEnv.get().rpcEnv().openChannel(model.address())) {
      Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "graft", ".part");
      try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
        long at = 0;
        for (long read = 1; read > 0; at += read) {
          read = out.transferFrom(in, at, CHUNK);
        }
      }
      return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new WorkFailedException(
          model.origin() + " does not come to " + Host.name() + ": " + FirstLine.of(e), e);
    }
  }

  static Path file(ModelRef model) {
    return Path.of(SparkFiles.get(model.name()));
  }

  private static void giveBack(Key key) {
    synchronized (HELD) {
      HELD.get(key).users--;
      long idle = HELD.values().stream().filter(held -> held.users == 0).count();
      Iterator<Held> oldestFirst = HELD.values().iterator();
      while (idle > MOST_IDLE) {
        Held held = oldestFirst.next();
        if (held.users == 0) {
          oldestFirst.remove();
          held.network.close();
          idle--;
        }
      }
    }
  }
}
