package org.graft.api;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;

/**
 * Files read on behalf of a program, which goes on whatever they hold: one that takes all of the
 * stack or the memory is an exception of {@link org.graft.failure} like every other.
 */
final class ReadGuard {
  private ReadGuard() {}

  static <T> T of(Path file, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (StackOverflowError e) {
      throw new MalformedFileException(file, "it is nested deeper than can be read", e);
    } catch (OutOfMemoryError e) {
      throw new WorkFailedException(
          file + ": reading it takes more memory than there is; java -Xmx gives more", e);
    }
  }
}
