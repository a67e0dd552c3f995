package org.graft.api;

import java.nio.file.Path;
import java.util.Set;
import org.graft.base.BaseRecord;
import org.graft.base.BaseStore;
import org.graft.base.Catalogue;
import org.graft.plan.Plan;

/**
 * The shelf of imported bases in a home folder, which the commands use, too.
 *
 * @param home {@code $GRAFT_HOME}, {@code ~/.graft} if that is not set
 */
public record Bases(Path home) {
  /** Names of the architectures that are known. */
  public static Set<String> architectures() {
    return Catalogue.load().entries().keySet();
  }

  /** All that is there; what is damaged hides nothing else. */
  public BaseStore.Content content() {
    return shelf().content();
  }

  /** Whether there is a base of that name which this version of Graft can read. */
  public boolean holds(String name) {
    return shelf().isCurrent(name);
  }

  /**
   * What is known of a base.
   *
   * @throws org.graft.failure.InputException if there is none of that name
   */
  public BaseRecord facts(String name) {
    return shelf().record(name);
  }

  /**
   * The layers of a base; its weights are not read.
   *
   * @throws org.graft.failure.InputException if there is none of that name
   */
  public Plan plan(String name) {
    return shelf().plan(name);
  }

  /**
   * A base with its weights.
   *
   * @throws org.graft.failure.InputException if there is none of that name
   * @throws org.graft.failure.MalformedFileException if it is damaged
   */
  public ImportedBase open(String name) {
    return new ImportedBase(shelf().load(name));
  }

  /** Puts a base there whole, in place of one of the same name. */
  public void put(ImportedBase base) {
    shelf().save(base.base());
  }

  /** Where a base of that name lies. */
  public Path folder(String name) {
    return shelf().folder(name);
  }

  /** Tidies what killed processes left, and takes back what they had set aside. */
  public void tidy() {
    shelf().tidy();
  }

  private BaseStore shelf() {
    return new BaseStore(home);
  }
}
