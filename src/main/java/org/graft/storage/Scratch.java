package org.graft.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.graft.failure.WorkFailedException;

/**
 * A hidden folder beside a place, in which what is to come there is made. Its process holds a lock
 * in it, so that what a process left that was killed can be told from what one is at work on.
 */
public final class Scratch implements AutoCloseable {
  private static final String LOCK = ".graft-lock";
  private static final Pattern NAME = Pattern.compile("\\.graft-[0-9a-f-]{36}\\.part");
  private static final int TRIES = 100;

  private final Path folder;
  private final ProcessLock lock;

  private Scratch(Path folder, ProcessLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** A new one in {@code place}, a folder that is made if it is not there. */
  public static Scratch in(Path place) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      Files.createDirectories(place);
      Path folder = place.resolve(".graft-" + UUID.randomUUID() + ".part");
      Optional<ProcessLock> lock = made(folder);
      if (lock.isPresent()) {
        return new Scratch(folder, lock.get());
      }
    }
    throw new IOException("no folder stays in " + place);
  }

  /** In the system's folder for temporary files, where other processes' leftovers go first. */
  public static Scratch temporary() throws IOException {
    Path place = Path.of(System.getProperty("java.io.tmpdir"));
    tidy(place);
    return in(place);
  }

  /** Empty if somebody tidied it away, or its place, before it was locked. */
  private static Optional<ProcessLock> made(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
      return ProcessLock.tryTake(folder.resolve(LOCK));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Where to make things: all in it goes when this is closed. */
  public Path folder() {
    return folder;
  }

  /** Deletes it; what cannot be deleted is left to who tidies next. */
  @Override
  public void close() {
    delete(folder, lock);
  }

  /** Deletes what killed processes of the same user left in {@code place}, as far as it can be. */
  public static void tidy(Path place) {
    List<Path> found = found(place);
    if (found.isEmpty()) {
      return;
    }
    try (Scratch own = in(place)) {
      UserPrincipal owner = Files.getOwner(own.folder);
      for (Path each : found) {
        delete(each, owner);
      }
    } catch (IOException e) {
      // A place that cannot be written to stays as it is.
      return;
    }
  }

  private static List<Path> found(Path place) {
    try (Stream<Path> all = Files.isDirectory(place) ? Files.list(place) : Stream.empty()) {
      return all.filter(path -> NAME.matcher(path.getFileName().toString()).matches()).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void delete(Path left, UserPrincipal owner) {
    try {
      if (!Files.isDirectory(left, LinkOption.NOFOLLOW_LINKS)
          || !Files.getOwner(left, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
        return;
      }
      Optional<ProcessLock> lock = ProcessLock.tryTake(left.resolve(LOCK));
      if (lock.isPresent()) {
        delete(left, lock.get());
      }
    } catch (IOException e) {
      // Another process tidies it just now, or it is not ours.
      return;
    }
  }

  /** Under its lock, and what of it could not go while that was open behind it. */
  private static void delete(Path folder, ProcessLock lock) {
    deleteQuietly(folder);
    lock.close();
    deleteQuietly(folder);
  }

  private static void deleteQuietly(Path folder) {
    try {
      AtomicFile.deleteTree(folder);
    } catch (WorkFailedException e) {
      // Nothing hangs on it.
      return;
    }
  }
}
