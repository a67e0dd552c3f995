package org.graft.api;

import java.nio.file.Path;
import java.time.Clock;
import org.graft.base.Base;
import org.graft.base.BaseRecord;
import org.graft.plan.Preprocessing;

/**
 * A network to be imported, and how: what {@code graft import} does. Every method that says how
 * gives another request and leaves this one as it is.
 */
public sealed interface Importing permits KerasImporting, TensorflowImporting {
  /** A file that Keras saved: {@code .h5}, {@code .keras} or {@code .weights.h5}. */
  static KerasImporting keras(Path file) {
    return KerasImporting.of(file);
  }

  /** A SavedModel folder, a frozen graph, or a checkpoint with its {@code .meta}. */
  static TensorflowImporting tensorflow(Path path) {
    return TensorflowImporting.of(path);
  }

  /**
   * As an architecture of the catalogue, by its name. For a file of Keras it may be the path of a
   * description that {@code model.to_json()} wrote, which ends in {@code .json}.
   */
  Importing architecture(String nameOrDescription);

  /** Kept up to and with a layer. */
  Importing upTo(String layer);

  /** Kept for one of several outputs. */
  Importing output(String name);

  /** Under another name than the architecture's. */
  Importing named(String name);

  /** With pixels prepared so, whatever the catalogue says. */
  Importing preprocessing(Preprocessing other);

  /**
   * Held against activations that real Keras or TensorFlow computed, block by block.
   *
   * @param golden {@code .npz} with {@code input [n, S, S, 3]} and activations under the names of
   *     their layers or nodes
   */
  Importing verify(Path golden);

  /** Imported at the time that another clock tells, which the receipt says. */
  Importing clock(Clock other);

  /**
   * Reads the network; nothing is written.
   *
   * @throws org.graft.failure.InputException if there is no such file or layer, or something is
   *     left open that the user has to say
   * @throws org.graft.failure.MalformedFileException if the file is damaged
   * @throws org.graft.failure.UnsupportedModelException if it has a layer that is not known
   * @throws org.graft.failure.WorkFailedException if it does not compute what the golden says
   */
  ImportedBase run(ImportListener listener);

  /**
   * The same, put on a shelf, in place of a base of the same name. If anything fails, the shelf
   * stays as it is.
   */
  default Shelved shelve(Bases shelf, ImportListener listener) {
    ImportedBase imported = run(listener);
    Base base = imported.base();
    String name = base.facts().name();
    if (shelf.holds(name)) {
      BaseRecord old = shelf.facts(name);
      if (!old.origin().sha256().equals(base.facts().origin().sha256())) {
        listener.replacing(old);
      }
    }
    shelf.put(imported);
    return new Shelved(imported, shelf.folder(name));
  }
}
