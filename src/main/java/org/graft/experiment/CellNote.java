package org.graft.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.graft.failure.MalformedFileException;
import org.graft.storage.AtomicFile;
import org.graft.storage.Json;
import org.graft.storage.OrNull;
import org.graft.train.RunFolder;

/**
 * Marks a run as a comparison's: written as {@code cell.json} beside it.
 *
 * @param key of what was trained, by {@link CellKey}
 * @param peakMegabytes of memory that the process held while it trained, or {@code null}
 * @param cause that the doctor has named, or {@code null} if it was not asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CellNote(
    String key, @OrNull @JsonProperty("peak_mb") Double peakMegabytes, @OrNull String cause) {
  private static final String FILE = "cell.json";

  /** The run of that key in a folder of runs, a finished one first. */
  public static Optional<Path> find(Path runs, String key) {
    return RunFolder.all(runs).stream()
        .filter(folder -> isOf(folder, key))
        .reduce((one, other) -> RunFolder.isFinished(one) ? one : other);
  }

  /** A run whose note is damaged is none that could be taken. */
  private static boolean isOf(Path folder, String key) {
    try {
      return of(folder).filter(note -> note.key().equals(key)).isPresent();
    } catch (MalformedFileException e) {
      return false;
    }
  }

  /** The note in a run's folder, if it is a comparison's. */
  public static Optional<CellNote> of(Path folder) {
    Path file = folder.resolve(FILE);
    return Files.isRegularFile(file)
        ? Optional.of(Json.read(file, CellNote.class))
        : Optional.empty();
  }

  /** The same with what the doctor has named. */
  public CellNote withCause(String named) {
    return new CellNote(key, peakMegabytes, named);
  }

  /** Writes the note into a run's folder. */
  public void write(Path folder) {
    AtomicFile.write(folder.resolve(FILE), file -> Json.write(file, this));
  }
}
