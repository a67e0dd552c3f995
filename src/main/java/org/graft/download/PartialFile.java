package org.graft.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.graft.failure.InputException;
import org.graft.storage.ProcessLock;

/**
 * The part of a download that has come: {@code <file>.part} beside the file's place and, in {@code
 * <file>.part.etag}, the validator of the version that it belongs to. In one process at a time,
 * which holds the lock of {@code <file>.part.lock}.
 */
final class PartialFile implements AutoCloseable {
  private static final String TAG = ".part.etag";
  private static final String LOCK = ".part.lock";

  private final Path target;
  private final Path part;
  private final Path tag;
  private final ProcessLock lock;
  private final FileChannel channel;

  private PartialFile(Path target, ProcessLock lock) throws IOException {
    this.target = target;
    this.part = beside(target, ".part");
    this.tag = beside(target, TAG);
    this.lock = lock;
    this.channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.position(channel.size());
  }

  /** Opens what there is of {@code target}, or starts it; refused while another download has it. */
  static PartialFile open(Path target) throws IOException {
    ProcessLock lock =
        ProcessLock.tryTake(beside(target, LOCK))
            .orElseThrow(
                () ->
                    new InputException(
                        beside(target, ".part")
                            + ": another download is writing it; wait until it is over"));
    try {
      return new PartialFile(target, lock);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /** Deletes what is still beside a file that came whole, and that nobody is fetching. */
  static void tidy(Path target) throws IOException {
    if (Files.exists(beside(target, TAG)) || Files.exists(beside(target, LOCK))) {
      Optional<ProcessLock> lock = ProcessLock.tryTake(beside(target, LOCK));
      if (lock.isPresent()) {
        lock.get()
            .during(
                () -> {
                  Files.deleteIfExists(beside(target, TAG));
                  return Files.deleteIfExists(beside(target, LOCK));
                });
      }
    }
  }

  private static Path beside(Path target, String ending) {
    return target.resolveSibling(target.getFileName() + ending);
  }

  Path path() {
    return part;
  }

  long size() throws IOException {
    return channel.size();
  }

  /** The validator to continue with; empty when nothing can be continued. */
  Optional<String> validator() throws IOException {
    if (channel.size() == 0 || !Files.isRegularFile(tag)) {
      return Optional.empty();
    }
    return Optional.of(Files.readString(tag).strip()).filter(text -> !text.isEmpty());
  }

  /** Drops all bytes; those to come are of the version of {@code validator}, if it is known. */
  void restart(Optional<String> validator) throws IOException {
    channel.truncate(0);
    if (validator.isPresent()) {
      Files.writeString(tag, validator.get());
    } else {
      Files.deleteIfExists(tag);
    }
  }

  void append(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Forces the bytes to the disk and gives the file its name. */
  void finish() throws IOException {
    channel.force(true);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(tag);
  }

  void delete() throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(tag);
  }

  /** Keeps what has come; a part without a byte is not worth keeping. */
  @Override
  public void close() throws IOException {
    lock.during(
        () -> {
          if (channel.size() == 0 && Files.exists(part)) {
            delete();
          }
          channel.close();
          return Files.deleteIfExists(beside(target, LOCK));
        });
  }
}
