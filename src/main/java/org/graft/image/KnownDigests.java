package org.graft.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.graft.failure.WorkFailedException;
import org.graft.storage.AtomicFile;
import org.graft.storage.ProcessLock;
import org.jspecify.annotations.Nullable;

/**
 * Digests of image files by path, size and times, so that a file which stays as it is is read for
 * them once. A file that changed within two seconds before it was read is read again, as Git does:
 * it could change again and keep its times. May be used by several threads and processes; what
 * cannot be kept is read again.
 */
public final class KnownDigests {
  /** Keeps nothing. */
  public static final KnownDigests NONE = new KnownDigests(null, Clock.systemUTC());

  private static final String FILE = "known";
  private static final String LOCK = "lock";

  /** So many are kept at once, and at the end. */
  private static final int KEEP_AT = 1 << 15;

  private final @Nullable Path folder;
  private final Clock clock;
  private final Map<PathKey, DigestTable.Entry> fresh = new ConcurrentHashMap<>();
  private final DecodedImages decoded = new DecodedImages();
  private @Nullable DigestTable table;

  /**
   * @param folder {@code null} for none
   */
  private KnownDigests(@Nullable Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Those kept in a folder, which is made when there are some to keep. */
  static KnownDigests in(Path folder, Clock clock) {
    return new KnownDigests(folder, clock);
  }

  /** Those kept beside another folder of caches. */
  public static KnownDigests beside(Path caches) {
    return in(caches.toAbsolutePath().resolveSibling("digests"), Clock.systemUTC());
  }

  /** Images that were decoded and are wanted again. */
  public DecodedImages decoded() {
    return decoded;
  }

  /** Whether no digest of a file of that path was ever kept. */
  public boolean isNew(Path file) {
    return folder != null && entry(key(file)).isEmpty();
  }

  /**
   * What tells a file from others.
   *
   * @throws IOException if it cannot be asked for
   * @throws org.graft.failure.MalformedFileException if it cannot be read
   */
  FileDigest of(Path file) throws IOException {
    if (folder == null) {
      return plain(file).digest();
    }
    FileState state = FileState.of(file);
    Optional<DigestTable.Entry> known = entry(key(file)).filter(e -> e.state().equals(state));
    return known.isPresent() ? known.get().digest() : read(file).digest();
  }

  /** Reads a file; its digest is known from then on, if it stays as it is. */
  private FileContent read(Path file) throws IOException {
    FileState before = FileState.of(file);
    boolean settled = before.isSettled(clock.instant());
    FileContent content = plain(file);
    if (settled && before.equals(FileState.of(file))) {
      fresh.put(key(file), new DigestTable.Entry(before, content.digest()));
    }
    return content;
  }

  /**
   * A file's bytes; its digest is known from then on, if it stays as it is.
   *
   * @throws org.graft.failure.MalformedFileException if it cannot be read
   */
  public FileContent content(Path file) {
    try {
      return folder == null ? plain(file) : read(file);
    } catch (IOException e) {
      // It is gone or cannot be asked: reading it says so.
      return plain(file);
    }
  }

  private static FileContent plain(Path file) {
    return new FileContent(ImageDecoder.read(file));
  }

  private static PathKey key(Path file) {
    return Files.exists(file)
        ? PathKey.of(file)
        : PackedFolder.around(file)
            .filter(packed -> packed.has(file))
            .map(packed -> PathKey.of(file, packed.sha256(file)))
            .orElseGet(() -> PathKey.of(file));
  }

  private Optional<DigestTable.Entry> entry(PathKey key) {
    DigestTable.Entry found = fresh.get(key);
    return found == null ? table().find(key) : Optional.of(found);
  }

  private synchronized DigestTable table() {
    if (table == null) {
      table = DigestTable.open(Objects.requireNonNull(folder, "kept nowhere").resolve(FILE));
    }
    return table;
  }

  /** Keeps on the disk what was found out, if it is much. */
  public void keepMuch() {
    if (fresh.size() >= Math.max(KEEP_AT, folder == null ? 0 : table().count() / 4)) {
      keep();
    }
  }

  /** Keeps on the disk what was found out. */
  public synchronized void keep() {
    if (folder == null || fresh.isEmpty()) {
      return;
    }
    Path file = folder.resolve(FILE);
    try {
      Files.createDirectories(folder);
      table =
          ProcessLock.take(folder.resolve(LOCK))
              .during(
                  () -> {
                    DigestTable.open(file).write(file, new TreeMap<>(fresh));
                    return DigestTable.open(file);
                  });
      fresh.clear();
    } catch (IOException | WorkFailedException e) {
      // What cannot be kept is read again another time.
      return;
    }
  }

  /** Bytes that are kept. */
  public long bytes() {
    return folder == null ? 0 : folder.resolve(FILE).toFile().length();
  }

  /** Forgets all; returns the bytes freed. */
  public synchronized long clear() {
    long bytes = bytes();
    fresh.clear();
    table = null;
    if (folder != null) {
      AtomicFile.deleteTree(folder);
    }
    return bytes;
  }
}
