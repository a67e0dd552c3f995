package org.graft.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.graft.failure.InputException;

/**
 * The part of a download that has come: {@code <file>.part} beside the file's place and, in {@code
 * <file>.part.etag}, the validator of the version that it belongs to. Open in one process at a
 * time.
 */
final class PartialFile implements AutoCloseable {
  private final Path target;
  private final Path part;
  private final Path tag;
  private final FileChannel channel;

  private PartialFile(Path target, Path part, FileChannel channel) {
    this.target = target;
    this.part = part;
    this.tag = part.resolveSibling(part.getFileName() + ".etag");
    this.channel = channel;
  }

  /** Opens what there is of {@code target}, or starts it; refused while another download has it. */
  static PartialFile open(Path target) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(channel)) {
      channel.close();
      throw new InputException(part + ": another download is writing it; wait until it is over");
    }
    channel.position(channel.size());
    return new PartialFile(target, part, channel);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
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
    String text = Files.readString(tag).strip();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
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
    if (channel.size() == 0 && Files.exists(part)) {
      delete();
    }
    channel.close();
  }
}
