package org.graft.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.graft.failure.WorkFailedException;

/**
 * A lock that one process at a time holds, and in it one owner; it goes with the process, whatever
 * ends that. It lies on an empty file of its own that nobody else opens: by POSIX ({@code fcntl}) a
 * process loses its locks on a file as soon as it closes any descriptor of it. Where a file system
 * is POSIX', the file may be renamed, with the folder that it is in, while the lock is held.
 */
public final class ProcessLock implements AutoCloseable {
  /** Who looks whether a lock is held has a share of it for a moment. */
  private static final int TRIES = 5;

  private static final long PAUSE_MILLIS = 10;

  /** Files whose locks this process holds: device and number of each. */
  private static final Set<Object> HELD = new HashSet<>();

  private final FileChannel channel;
  private final Object key;

  private ProcessLock(FileChannel channel, Object key) {
    this.channel = channel;
    this.key = key;
  }

  /** The lock of {@code file}, which is made if it is not there; empty while another holds it. */
  public static Optional<ProcessLock> tryTake(Path file) throws IOException {
    Optional<ProcessLock> lock = attempt(file);
    for (int i = 1; i < TRIES && lock.isEmpty(); i++) {
      pause();
      lock = attempt(file);
    }
    return lock;
  }

  /** The same, waiting until it is free. */
  public static ProcessLock take(Path file) throws IOException {
    Optional<ProcessLock> lock = attempt(file);
    while (lock.isEmpty()) {
      pause();
      lock = attempt(file);
    }
    return lock.get();
  }

  /** Whether some process, this one among them, holds the lock of a file. */
  public static boolean isHeld(Path file) {
    synchronized (HELD) {
      try {
        if (HELD.contains(key(file))) {
          return true;
        }
        requireRegular(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            FileLock share = channel.tryLock(0, Long.MAX_VALUE, true)) {
          return share == null;
        }
      } catch (OverlappingFileLockException e) {
        return true;
      } catch (IOException e) {
        return false;
      }
    }
  }

  /** Whether this process holds the lock of a file, which must then not be opened. */
  static boolean isHeldHere(Path file) throws IOException {
    synchronized (HELD) {
      return HELD.contains(key(file));
    }
  }

  /** Something done while a lock is held. */
  @FunctionalInterface
  public interface Work<T> {
    T get() throws IOException;
  }

  /** Does {@code work} and gives the lock up. */
  public <T> T during(Work<T> work) throws IOException {
    try {
      return work.get();
    } finally {
      close();
    }
  }

  /** Gives the lock up; its file stays. */
  @Override
  public void close() {
    synchronized (HELD) {
      if (!channel.isOpen()) {
        return;
      }
      try {
        channel.close();
      } catch (IOException e) {
        throw new WorkFailedException("cannot give up a lock: " + e.getMessage(), e);
      } finally {
        HELD.remove(key);
      }
    }
  }

  private static Optional<ProcessLock> attempt(Path file) throws IOException {
    synchronized (HELD) {
      create(file);
      try {
        return locked(file);
      } catch (NoSuchFileException e) {
        // Who held the lock has just deleted its file.
        return Optional.empty();
      }
    }
  }

  private static Optional<ProcessLock> locked(Path file) throws IOException {
    requireRegular(file);
    Object key = key(file);
    if (HELD.contains(key)) {
      return Optional.empty();
    }
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    if (isLocked(channel) && isStill(file, key)) {
      HELD.add(key);
      return Optional.of(new ProcessLock(channel, key));
    }
    channel.close();
    return Optional.empty();
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void create(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // Another has made it, or had it before.
      return;
    }
  }

  /** Opening a pipe would wait, and a link may lead anywhere. */
  private static void requireRegular(Path file) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      throw new FileSystemException(file.toString(), null, "is no regular file");
    }
  }

  /** Who held the lock may have deleted its file. */
  private static boolean isStill(Path file, Object key) throws IOException {
    try {
      return key(file).equals(key);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Device and number, or the path where the file system tells neither. */
  private static Object key(Path file) throws IOException {
    Object number =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    return number != null ? number : file.toRealPath(LinkOption.NOFOLLOW_LINKS);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkFailedException("interrupted while it waited for a lock", e);
    }
  }
}
