package org.graft.api;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.graft.base.Base;
import org.graft.base.BaseOptions;
import org.graft.base.Catalogue;
import org.graft.base.Importer;
import org.graft.base.Verification;
import org.graft.source.keras.AssignBy;
import org.graft.source.keras.ReadBy;
import org.graft.storage.RecordCopy;

/**
 * A file of Keras to be imported.
 *
 * @param golden activations that it is held against
 * @param clock tells when it was imported, which the receipt says
 */
public record KerasImporting(Importer.ImportRequest request, Optional<Path> golden, Clock clock)
    implements Importing<KerasImporting> {
  @Override
  public BaseOptions base() {
    return request.base();
  }

  @Override
  public KerasImporting with(BaseOptions other) {
    return withRequest(request.with(other));
  }

  @Override
  public KerasImporting output(String name) {
    return withRequest(RecordCopy.of(request, Importer.ImportRequest::output).with(name));
  }

  /** Trusting the order of a file's arrays or their names, where the two contradict each other. */
  public KerasImporting assign(AssignBy other) {
    return withRequest(RecordCopy.of(request, Importer.ImportRequest::assign).with(other));
  }

  /** By one of the two readers; by default both must agree. */
  public KerasImporting reader(ReadBy other) {
    return withRequest(RecordCopy.of(request, Importer.ImportRequest::reader).with(other));
  }

  @Override
  public KerasImporting verify(Path activations) {
    return new KerasImporting(request, Optional.of(activations), clock);
  }

  @Override
  public KerasImporting clock(Clock other) {
    return new KerasImporting(request, golden, other);
  }

  @Override
  public ImportedBase run(ImportListener listener) {
    return ReadGuard.of(
        request.file(),
        () -> {
          Base base = new Importer(Catalogue.load(), clock).read(request);
          return Proved.of(base, golden.map(file -> Verification.of(base.model(), file)), listener);
        });
  }

  private KerasImporting withRequest(Importer.ImportRequest other) {
    return new KerasImporting(other, golden, clock);
  }
}
