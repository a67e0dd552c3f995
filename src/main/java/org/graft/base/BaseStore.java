package org.graft.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft.failure.GraftException;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.plan.ModelFolder;
import org.graft.plan.NearNames;
import org.graft.plan.Plan;
import org.graft.storage.AtomicFile;
import org.graft.storage.FolderList;
import org.graft.storage.PlainName;
import org.graft.storage.Scratch;

/** The imported bases, a {@link BaseFolder} each under {@code $GRAFT_HOME/bases}. */
public final class BaseStore {
  /** A base that was set aside for another which never came, since its process was killed. */
  private static final Pattern SET_ASIDE =
      Pattern.compile("\\.([A-Za-z0-9][A-Za-z0-9._-]{0,63})\\.[0-9a-f-]{36}\\.old");

  private final Path folder;

  public BaseStore(Path home) {
    this.folder = home.resolve("bases");
  }

  /**
   * What the shelf holds.
   *
   * @param bases records of all that this version of Graft can read, by name
   * @param outdated names of those that another version wrote
   * @param damaged what is wrong with each of the others, with the way out
   */
  public record Content(List<BaseRecord> bases, List<String> outdated, List<String> damaged) {
    public Content {
      bases = List.copyOf(bases);
      outdated = List.copyOf(outdated);
      damaged = List.copyOf(damaged);
    }
  }

  /** Checks a name that the user gave: letters, digits, dot, dash, underscore; no path. */
  public static String checkName(String name) {
    if (!PlainName.isPlain(name)) {
      throw new InputException(
          "'" + name + "' cannot name a base: letters, digits, '.', '_' and '-' can, at most 64");
    }
    return name;
  }

  public Path folder(String name) {
    return folder.resolve(checkName(name));
  }

  public boolean holds(String name) {
    return base(name).exists();
  }

  /** Whether the shelf holds a base of that name which this version of Graft can read. */
  public boolean isCurrent(String name) {
    try {
      return holds(name) && base(name).entry().isCurrent();
    } catch (MalformedFileException e) {
      return false;
    }
  }

  /** All that is there; what is damaged hides nothing else. */
  public Content content() {
    List<BaseRecord> bases = new ArrayList<>();
    List<String> outdated = new ArrayList<>();
    List<String> damaged = new ArrayList<>();
    for (String name : names()) {
      try {
        BaseFolder base = base(name);
        BaseFolder.Entry entry = base.entry();
        if (entry.isCurrent()) {
          bases.add(base.record(entry));
        } else {
          outdated.add(name);
        }
      } catch (MalformedFileException e) {
        damaged.add(e.getMessage() + "; import the base again, or delete " + folder(name));
      }
    }
    return new Content(bases, outdated, damaged);
  }

  /** What is known of a base; a user's mistake, with near names, when it is not on the shelf. */
  public BaseRecord record(String name) {
    return require(name).read(require(name)::record);
  }

  /** The plan of a base without its weights. */
  public Plan plan(String name) {
    return require(name).read(entry -> ModelFolder.readPlan(entry.model()));
  }

  /** The base with plan and weights, all of one import. */
  public Base load(String name) {
    BaseFolder base = require(name);
    return base.read(entry -> new Base(base.record(entry), ModelFolder.read(entry.model())));
  }

  /** Puts a base on the shelf whole, in place of one of the same name. */
  public void save(Base base) {
    base(base.facts().name()).write(base);
  }

  /** Tidies what killed processes left, and takes back what they had set aside. */
  public void tidy() {
    Scratch.tidy(folder);
    entries().forEach(this::tidy);
  }

  private void tidy(String name) {
    try {
      Matcher aside = SET_ASIDE.matcher(name);
      if (aside.matches()) {
        takeBack(folder.resolve(name), folder(aside.group(1)));
      } else if (PlainName.isPlain(name)) {
        base(name).tidy();
      }
    } catch (IOException | GraftException e) {
      // What cannot be tidied stays; who asks for it is told why.
      return;
    }
  }

  private static void takeBack(Path aside, Path place) throws IOException {
    if (Files.notExists(place)) {
      Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
    } else {
      AtomicFile.deleteTree(aside);
    }
  }

  private BaseFolder base(String name) {
    return new BaseFolder(folder(name));
  }

  private BaseFolder require(String name) {
    BaseFolder base = base(name);
    if (!base.exists()) {
      List<String> names = names();
      String hint =
          names.isEmpty()
              ? "; the shelf is empty, fill it with " + Hint.SHELVE
              : NearNames.hint(name, names);
      throw new InputException("there is no base '" + name + "' on the shelf " + folder + hint);
    }
    if (!base.entry().isCurrent()) {
      throw new InputException(
          folder(name) + " was written by another version of Graft; import the base again");
    }
    return base;
  }

  private List<String> names() {
    return entries().stream().filter(name -> PlainName.isPlain(name) && holds(name)).toList();
  }

  private List<String> entries() {
    return FolderList.named(folder, name -> true).stream()
        .map(path -> path.getFileName().toString())
        .toList();
  }
}
