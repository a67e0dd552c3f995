package org.graft.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.graft.failure.WorkFailedException;

/**
 * Files and folders that are there whole or not at all: written under a temporary name beside their
 * place, forced to the disk, renamed.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes something to the path it is given. */
  @FunctionalInterface
  public interface Writer {
    void write(Path path) throws IOException;
  }

  /** Has {@code writer} write a file and moves it to {@code target}, replacing what was there. */
  public static void write(Path target, Writer writer) {
    Path absolute = target.toAbsolutePath();
    Path temporary = null;
    try {
      Files.createDirectories(absolute.getParent());
      temporary = Files.createFile(beside(absolute, "part"));
      writer.write(temporary);
      force(temporary);
      Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed(target, e);
    } finally {
      deleteTree(temporary);
    }
  }

  /** Has {@code writer} fill a folder and moves it to {@code target}, replacing what was there. */
  public static void writeFolder(Path target, Writer writer) {
    Path absolute = target.toAbsolutePath();
    Path temporary = null;
    try {
      Files.createDirectories(absolute.getParent());
      temporary = Files.createDirectory(beside(absolute, "part"));
      writer.write(temporary);
      for (Path file : files(temporary)) {
        force(file);
      }
      replaceFolder(temporary, absolute);
    } catch (IOException e) {
      throw failed(target, e);
    } finally {
      deleteTree(temporary);
    }
  }

  /** Deletes a file or a folder with all in it; {@code null} and missing ones are no matter. */
  public static void deleteTree(Path path) {
    if (path == null || !Files.exists(path)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path p : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(p);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void replaceFolder(Path temporary, Path target) throws IOException {
    if (!Files.exists(target)) {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path old = beside(target, "old");
    Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    deleteTree(old);
  }

  /** A hidden name that is free; created with the user's own rights, not a temporary file's. */
  private static Path beside(Path target, String ending) {
    return target.resolveSibling(
        "." + target.getFileName() + "." + UUID.randomUUID() + "." + ending);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static WorkFailedException failed(Path target, IOException e) {
    return new WorkFailedException("cannot write " + target + ": " + reason(e), e);
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
  }
}
