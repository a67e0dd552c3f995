package org.graft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.graft.failure.InputException;
import org.graft.storage.AtomicFile;
import org.graft.storage.Scratch;

/** Where results are to go, tried before the work begins rather than when it is done. */
final class Destination {
  /** The longest ending that a file beside another gets. */
  private static final String BESIDE = ".json";

  private Destination() {}

  /** A folder that is there or can be made. */
  static Path folder(String option, Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    Path existing = existing(absolute);
    if (!Files.isDirectory(existing)) {
      throw new InputException(existing + " is a file; " + option + " needs a folder there");
    }
    Scratch.tidy(existing);
    try (Scratch scratch = Scratch.in(existing)) {
      Files.createDirectories(scratch.folder().resolve(existing.relativize(absolute)));
    } catch (IOException e) {
      throw unwritable(option, absolute, e);
    }
    return folder;
  }

  /** A folder that is not there, or empty, and can be made. */
  static Path newFolder(String option, Path folder) {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> found = Files.list(folder)) {
        if (found.findAny().isPresent()) {
          throw new InputException(folder + " is not empty; " + option + " takes a new folder");
        }
      } catch (IOException e) {
        throw unwritable(option, folder, e);
      }
    }
    return folder(option, folder);
  }

  /** A file in such a folder; it may be there already, but nothing else than a file. */
  static Path file(String option, Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + " is a folder; " + option + " takes the file to write");
    }
    AtomicFile.requireReplaceable(file);
    Path absolute = file.toAbsolutePath().normalize();
    Path place = AtomicFile.folderOf(absolute);
    folder(option, place);
    try (Scratch scratch = Scratch.in(existing(place))) {
      Files.createFile(scratch.folder().resolve(absolute.getFileName() + BESIDE));
    } catch (IOException e) {
      throw unwritable(option, absolute, e);
    }
    return file;
  }

  private static Path existing(Path place) {
    Path existing = place;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing;
  }

  private static InputException unwritable(String option, Path place, IOException e) {
    String reason = e.getMessage() == null ? e.toString() : e.getMessage().replaceFirst(".*: ", "");
    return new InputException(
        place + " cannot be written: " + reason + "; give " + option + " another place", e);
  }
}
