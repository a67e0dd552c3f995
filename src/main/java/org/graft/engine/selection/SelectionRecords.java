package org.graft.engine.selection;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.graft.failure.GraftException;
import org.graft.storage.AtomicFile;
import org.graft.storage.Digests;
import org.graft.storage.Json;

/**
 * Records of which engine runs which network, a small file each. One that cannot be read or written
 * costs a measurement and nothing else.
 *
 * @param folder made with the first record
 */
public record SelectionRecords(Path folder) {
  private static final int DIGITS = 32;

  Optional<SelectionRecord> find(SelectionKey key) {
    Path file = file(key);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(file, SelectionRecord.class))
          .filter(found -> key.equals(found.key()) && found.engine() != null);
    } catch (GraftException e) {
      return Optional.empty();
    }
  }

  void keep(SelectionRecord record) {
    try {
      Files.createDirectories(folder);
      AtomicFile.write(file(record.key()), part -> Json.write(part, record));
    } catch (java.io.IOException | GraftException | UncheckedIOException e) {
      // Measured again the next time.
      return;
    }
  }

  /** Deletes all of them. */
  public void clear() {
    AtomicFile.deleteTree(folder);
  }

  private Path file(SelectionKey key) {
    return folder.resolve(Digests.ofText(Json.line(key)).substring(0, DIGITS) + ".json");
  }
}
