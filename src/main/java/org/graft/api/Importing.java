package org.graft.api;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.graft.base.Base;
import org.graft.base.BaseOptions;
import org.graft.base.BaseRecord;
import org.graft.base.Importer;
import org.graft.base.TensorflowImporter;
import org.graft.plan.Preprocessing;

/**
 * A network to be imported, and how: what {@code graft import} does. Every method that says how
 * gives another request and leaves this one as it is.
 *
 * @param <T> the request of such a file
 */
public sealed interface Importing<T extends Importing<T>>
    permits KerasImporting, TensorflowImporting {
  /** A file that Keras saved: {@code .h5}, {@code .keras} or {@code .weights.h5}. */
  static KerasImporting keras(Path file) {
    return new KerasImporting(Importer.ImportRequest.of(file), Optional.empty(), Clock.systemUTC());
  }

  /** A SavedModel folder, a frozen graph, or a checkpoint with its {@code .meta}. */
  static TensorflowImporting tensorflow(Path path) {
    return new TensorflowImporting(
        TensorflowImporter.GraphRequest.of(path), Optional.empty(), Clock.systemUTC());
  }

  /** What is said of the network, whatever file it is read from. */
  BaseOptions base();

  T with(BaseOptions other);

  /**
   * As an architecture of the catalogue, by its name. For a file of Keras it may be the path of a
   * description that {@code model.to_json()} wrote, which ends in {@code .json}.
   */
  default T architecture(String nameOrDescription) {
    return with(base().as(nameOrDescription));
  }

  /** Kept up to and with a layer. */
  default T upTo(String layer) {
    return with(base().upTo(layer));
  }

  /** Kept for one of several outputs. */
  T output(String name);

  /** Under another name than the architecture's. */
  default T named(String name) {
    return with(base().named(name));
  }

  /** With pixels prepared so, whatever the catalogue says. */
  default T preprocessing(Preprocessing other) {
    return with(base().withPreprocessing(other));
  }

  /**
   * Held against activations that real Keras or TensorFlow computed, block by block.
   *
   * @param golden {@code .npz} with {@code input [n, S, S, 3]} and activations under the names of
   *     their layers or nodes
   */
  T verify(Path golden);

  /** Imported at the time that another clock tells, which the receipt says. */
  T clock(Clock other);

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
