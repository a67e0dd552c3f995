package org.graft.base;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.plan.ModelFolder;
import org.graft.plan.NearNames;
import org.graft.storage.AtomicFile;
import org.graft.storage.Json;

/**
 * The imported bases, one folder each under {@code $GRAFT_HOME/bases}: {@code base.json}, {@code
 * plan.json}, {@code weights.npz}.
 */
public final class Shelf {
  private static final String RECORD = "base.json";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Path folder;

  public Shelf(Path home) {
    this.folder = home.resolve("bases");
  }

  /** Checks a name that the user gave: letters, digits, dot, dash, underscore; no path. */
  public static String checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InputException(
          "'" + name + "' cannot name a base: letters, digits, '.', '_' and '-' can, at most 64");
    }
    return name;
  }

  public Path folder(String name) {
    return folder.resolve(checkName(name));
  }

  public boolean holds(String name) {
    return Files.isRegularFile(folder(name).resolve(RECORD));
  }

  /** Whether the shelf holds a base of that name which this version of Graft can read. */
  public boolean isCurrent(String name) {
    return holds(name) && format(name) == BaseRecord.FORMAT;
  }

  /** The records of all bases that this version of Graft can read, by name. */
  public List<BaseRecord> list() {
    return names().stream().filter(this::isCurrent).map(this::record).toList();
  }

  /** Names of the bases that another version of Graft wrote. */
  public List<String> outdated() {
    return names().stream().filter(name -> !isCurrent(name)).toList();
  }

  private int format(String name) {
    return Json.read(folder(name).resolve(RECORD), JsonNode.class).path("format").asInt();
  }

  /** What is known of a base; a user's mistake, with near names, when it is not on the shelf. */
  public BaseRecord record(String name) {
    if (!holds(name)) {
      List<String> names = names();
      String hint =
          names.isEmpty()
              ? "; the shelf is empty, fill it with graft import"
              : NearNames.hint(name, names);
      throw new InputException("there is no base '" + name + "' on the shelf " + folder + hint);
    }
    if (!isCurrent(name)) {
      throw new InputException(
          folder(name) + " was written by another version of Graft; import the base again");
    }
    return Json.read(folder(name).resolve(RECORD), BaseRecord.class);
  }

  /** The base with plan and weights. */
  public Base load(String name) {
    BaseRecord record = record(name);
    return new Base(record, ModelFolder.read(folder(name)));
  }

  /** Puts a base on the shelf whole, in place of one of the same name. */
  public void save(Base base) {
    AtomicFile.writeFolder(
        folder(base.facts().name()),
        path -> {
          Json.write(path.resolve(RECORD), base.facts());
          ModelFolder.write(path, base.model());
        });
  }

  private List<String> names() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString())
          .filter(n -> NAME.matcher(n).matches() && holds(n))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new WorkFailedException("cannot list " + folder + ": " + e.getMessage(), e);
    }
  }
}
