package org.graft.spark.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.graft.failure.FirstLine;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;

/** Models on their way from any file system to the executors; used by the driver. */
public final class ModelFiles {
  /** A protobuf message holds less. */
  private static final long MOST_BYTES = 2L << 30;

  /** What was handed out, so that it is read and checked once. */
  private static final Map<State, ModelRef> KNOWN = new HashMap<>();

  /** What was added to which application. */
  private static final Set<Added> ADDED = new HashSet<>();

  private record Added(String application, String sha256) {}

  private record State(
      String application, NetworkKind kind, String file, long bytes, long modified) {}

  private ModelFiles() {}

  /**
   * Sees to it that executors find a model, which is loaded here once to see that it is one.
   *
   * @param file a path or an address that Hadoop knows
   * @throws InputException if it is not there, or no model of that kind
   */
  public static ModelRef distribute(SparkSession session, String file, NetworkKind kind) {
    try {
      Path path = new Path(file);
      FileSystem files = path.getFileSystem(session.sparkContext().hadoopConfiguration());
      FileStatus status = files.getFileStatus(path);
      if (!status.isFile() || status.getLen() > MOST_BYTES) {
        throw new InputException(file + " is no model: expected an ONNX file of at most 2 GiB");
      }
      State state =
          new State(
              session.sparkContext().applicationId(),
              kind,
              file,
              status.getLen(),
              status.getModificationTime());
      synchronized (KNOWN) {
        ModelRef known = KNOWN.get(state);
        if (known == null) {
          known = added(session, files, path, kind);
          KNOWN.put(state, known);
        }
        return known;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Copies a model to a file of this machine.
   *
   * @param file a path or an address that Hadoop knows
   * @throws InputException if it cannot be read
   */
  public static void copy(SparkSession session, String file, java.nio.file.Path to) {
    try {
      Path path = new Path(file);
      copied(path.getFileSystem(session.sparkContext().hadoopConfiguration()), path, to);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(file, e);
    }
  }

  private static InputException unreadable(String file, Exception reason) {
    return new InputException("model " + file + " cannot be read: " + FirstLine.of(reason), reason);
  }

  /** What a model that was handed out says of itself, asked on the driver. */
  public static <T> T ask(ModelRef model, NetworkKind kind, Function<ImageNetwork, T> question) {
    try (ImageNetwork network = kind.open(driverCopy(model), 1)) {
      return question.apply(network);
    }
  }

  /** The file of a model that was handed out, on the driver. */
  public static java.nio.file.Path driverCopy(ModelRef model) {
    return ExecutorModels.file(model);
  }

  private static ModelRef added(SparkSession session, FileSystem files, Path path, NetworkKind kind)
      throws IOException {
    java.nio.file.Path folder = Files.createTempDirectory("graft-model");
    folder.toFile().deleteOnExit();
    java.nio.file.Path copy = folder.resolve("copy");
    String sha256 = copied(files, path, copy);
    java.nio.file.Path named = Files.move(copy, folder.resolve(ModelRef.name(sha256)));
    named.toFile().deleteOnExit();
    check(named, path, kind);
    if (ADDED.add(new Added(session.sparkContext().applicationId(), sha256))) {
      session.sparkContext().addFile(named.toString());
    } else {
      Files.delete(named);
    }
    return new ModelRef(sha256, path.toString(), address(session, ModelRef.name(sha256)));
  }

  /** Loads a copy, of which is told by where it came from. */
  private static void check(java.nio.file.Path copy, Path path, NetworkKind kind)
      throws IOException {
    try {
      kind.open(copy, 1).close();
    } catch (InputException | MalformedFileException e) {
      Files.delete(copy);
      throw new InputException(FirstLine.of(e).replace(copy.toString(), path.toString()), e);
    }
  }

  private static String address(SparkSession session, String name) {
    return session
        .sparkContext()
        .listFiles()
        .mkString("\n")
        .lines()
        .filter(file -> file.endsWith("/" + name))
        .findFirst()
        .orElseThrow();
  }

  /** The SHA-256 of what was copied. */
  private static String copied(FileSystem files, Path from, java.nio.file.Path to)
      throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(files.open(from), digest);
        OutputStream out = Files.newOutputStream(to)) {
      in.transferTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
