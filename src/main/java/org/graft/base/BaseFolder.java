package org.graft.base;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.plan.ModelFolder;
import org.graft.storage.AtomicFile;
import org.graft.storage.FolderList;
import org.graft.storage.Json;
import org.graft.storage.PlainName;
import org.graft.storage.ProcessLock;
import org.graft.storage.Scratch;

/**
 * One base on the disk: {@code base.json}, and beside it {@code plan.json} and {@code weights.npz}.
 * A base that took the place of another has these two in a folder of their own, which its {@code
 * base.json} names: to replace that one file is to replace the base, so that readers see the one or
 * the other, whole.
 */
record BaseFolder(Path folder) {
  private static final String RECORD = "base.json";
  private static final String CONTENT = "content";
  private static final String LOCK = "lock";

  /** What Graft itself puts into the folder of a base. */
  private static final Pattern OWN =
      Pattern.compile("plan\\.json|weights\\.npz|content-[0-9a-f-]{36}|lock");

  /** How often a reader begins anew because the base was replaced meanwhile. */
  private static final int TRIES = 100;

  /**
   * What {@code base.json} says.
   *
   * @param record without the name of the model's folder
   * @param model the folder of plan and weights
   */
  record Entry(ObjectNode record, Path model) {
    boolean isCurrent() {
      return record.path("format").asInt() == BaseRecord.FORMAT;
    }
  }

  boolean exists() {
    return Files.isRegularFile(file());
  }

  Entry entry() {
    ObjectNode record = Json.read(file(), ObjectNode.class);
    return record.has(CONTENT)
        ? new Entry(
            record, folder.resolve(PlainName.require(record.remove(CONTENT).asText(), file())))
        : new Entry(record, folder);
  }

  /** The facts of an entry. */
  BaseRecord record(Entry entry) {
    return Json.record(entry.record(), BaseRecord.class, file());
  }

  /** What {@code reader} makes of the base, all that it reads being of one import. */
  <T> T read(Function<Entry, T> reader) {
    Entry entry = entry();
    for (int i = 1; i < TRIES; i++) {
      try {
        return reader.apply(entry);
      } catch (MalformedFileException e) {
        Entry now = entry();
        if (now.equals(entry)) {
          throw e;
        }
        entry = now;
      }
    }
    return reader.apply(entry);
  }

  /** Puts a base here, in place of one that is here. */
  void write(Base base) {
    boolean first =
        AtomicFile.writeNewFolder(
            folder,
            made -> {
              Json.write(made.resolve(RECORD), base.facts());
              ModelFolder.write(made, base.model());
            });
    if (!first) {
      locked(() -> replace(base));
    }
  }

  private void replace(Base base) {
    Path model =
        AtomicFile.newFolder(
            folder,
            CONTENT + "-" + UUID.randomUUID(),
            made -> ModelFolder.write(made, base.model()));
    ObjectNode record = Json.tree(base.facts());
    record.put(CONTENT, model.getFileName().toString());
    AtomicFile.write(file(), made -> Json.write(made, record));
    deleteAllBut(model);
  }

  /** Deletes what a process that was killed left here; what cannot be deleted stays. */
  void tidy() {
    Scratch.tidy(folder);
    if (exists() && !leftovers(entry().model()).isEmpty()) {
      locked(() -> deleteAllBut(entry().model()));
    }
  }

  private void deleteAllBut(Path model) {
    leftovers(model).stream()
        .filter(path -> !path.equals(folder.resolve(LOCK)))
        .forEach(AtomicFile::deleteTree);
  }

  /** What Graft has put here and the base does not need; a user's own files are none of it. */
  private List<Path> leftovers(Path model) {
    boolean direct = model.equals(folder);
    return FolderList.named(folder, OWN.asMatchPredicate()).stream()
        .filter(path -> !path.equals(model))
        .filter(path -> !direct || !ModelFolder.isPart(path))
        .toList();
  }

  private void locked(Runnable work) {
    Path file = folder.resolve(LOCK);
    try {
      ProcessLock.take(file)
          .during(
              () -> {
                work.run();
                return Files.deleteIfExists(file);
              });
    } catch (IOException e) {
      throw new WorkFailedException("cannot lock " + folder + ": " + e, e);
    }
  }

  private Path file() {
    return folder.resolve(RECORD);
  }
}
