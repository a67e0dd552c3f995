package org.graft.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;

/**
 * Files and folders that are there whole or not at all: made in a {@link Scratch} beside their
 * place, forced to the disk, renamed. What a killed process left of them, {@link Scratch#tidy}
 * deletes.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes something to the path it is given. */
  @FunctionalInterface
  public interface Writer {
    void write(Path path) throws IOException;
  }

  /**
   * Has {@code writer} write a file and moves it to {@code target}, replacing a file there. The
   * path that the writer is given has the target's name; an empty file is there already.
   *
   * @throws InputException if something else than a file is there
   */
  public static void write(Path target, Writer writer) {
    Path absolute = requireReplaceable(target).toAbsolutePath();
    try (Scratch scratch = Scratch.in(folderOf(target))) {
      Path made = Files.createFile(scratch.folder().resolve(absolute.getFileName()));
      writer.write(made);
      force(made);
      Files.move(made, absolute, StandardCopyOption.ATOMIC_MOVE);
      forceFolder(folderOf(target));
    } catch (IOException e) {
      throw failed(target, e);
    }
  }

  /**
   * Has {@code writer} fill a folder and moves it to {@code target}.
   *
   * @throws InputException if something is there; only a folder that holds nothing is replaced
   */
  public static void writeFolder(Path target, Writer writer) {
    if (!writeNewFolder(target, writer)) {
      throw new InputException(target + " is there already, and not an empty folder");
    }
  }

  /**
   * The same, telling whether the place was free.
   *
   * @return false if something is there, which then stays
   */
  public static boolean writeNewFolder(Path target, Writer writer) {
    Path absolute = target.toAbsolutePath();
    try (Scratch scratch = Scratch.in(folderOf(target))) {
      Path made = Files.createDirectory(scratch.folder().resolve(absolute.getFileName()));
      writer.write(made);
      forceAll(made);
      return isMoved(made, absolute);
    } catch (IOException e) {
      throw failed(target, e);
    }
  }

  /**
   * Has {@code writer} fill a folder that gets {@code name} in {@code place}, or the first with
   * {@code -2}, {@code -3}, … behind it that is free. It is the move that takes a name, so that no
   * two processes get the same. The path that the writer is given has the name that is tried.
   *
   * @return the new folder
   */
  public static Path newFolder(Path place, String name, Writer writer) {
    Path target = place.resolve(name);
    for (int i = 2; isTaken(target) || !writeNewFolder(target, writer); i++) {
      target = place.resolve(name + "-" + i);
    }
    return target;
  }

  /** Deletes a file or a folder with all in it; {@code null} and missing ones are no matter. */
  public static void deleteTree(Path path) {
    if (path == null || !isTaken(path)) {
      return;
    }
    try {
      Files.walkFileTree(path, new Deletion());
    } catch (IOException e) {
      throw new WorkFailedException("cannot delete " + path + ": " + reason(e), e);
    }
  }

  /**
   * The folder that a path lies in.
   *
   * @throws InputException if it is the root, which lies in none
   */
  public static Path folderOf(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      throw new InputException(path + " is the root; give a place in a folder");
    }
    return folder;
  }

  /**
   * Refuses what a file cannot take the place of: a folder, a device, a pipe.
   *
   * @return {@code target}
   */
  public static Path requireReplaceable(Path target) {
    if (Files.isDirectory(target)) {
      throw new InputException(target + " is a folder; give the file to write");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new InputException(
          target + " is no regular file but a device, a pipe or the like; give a file to write");
    }
    return target;
  }

  private static boolean isMoved(Path made, Path target) throws IOException {
    try {
      if (!FileSystemTraits.isPosix(target)) {
        deleteIfEmpty(target);
      }
      Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
      forceFolder(folderOf(target));
      return true;
    } catch (FileSystemException e) {
      if (isTaken(target)) {
        return false;
      }
      throw e;
    }
  }

  /** What POSIX' rename does with an empty folder in the way. */
  private static void deleteIfEmpty(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(folder);
    }
  }

  private static boolean isTaken(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void forceAll(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(folder)) {
      all = tree.toList();
    }
    for (Path path : all) {
      if (Files.isDirectory(path)) {
        forceFolder(path);
      } else if (!ProcessLock.isHeldHere(path)) {
        force(path);
      }
    }
  }

  /** A file that is only to be read, as one that is linked may be, is forced all the same. */
  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The names in a folder; some file systems keep no folder that could be forced or opened. */
  private static void forceFolder(Path folder) throws IOException {
    if (!FileSystemTraits.isPosix(folder)) {
      return;
    }
    try {
      force(folder);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("Invalid argument")) {
        throw e;
      }
    }
  }

  private static WorkFailedException failed(Path target, IOException e) {
    return new WorkFailedException("cannot write " + target + ": " + reason(e), e);
  }

  /** Gives a file a second name, or copies it where links cannot be. */
  public static void linkOrCopy(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, target);
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
  }

  /** What others delete at the same time is no matter; links are deleted, not followed. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
      if (e != null && !(e instanceof NoSuchFileException)) {
        throw e;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
