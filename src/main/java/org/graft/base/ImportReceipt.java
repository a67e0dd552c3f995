package org.graft.base;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.graft.provenance.Version;
import org.graft.storage.OrNull;

/**
 * The proof of an import.
 *
 * @param assignment by which rule stored arrays found their layers
 * @param readers whether both readers made the same plan, or why one declined
 * @param imported when, in UTC (ISO 8601)
 * @param graft the version that imported
 * @param verification how it was held against real Keras; {@code null} where it was not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportReceipt(
    String assignment,
    String readers,
    String imported,
    String graft,
    @OrNull Verification verification) {

  /** Of an import at this moment, by this version. */
  static ImportReceipt of(String assignment, String readers, Clock clock) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    return new ImportReceipt(assignment, readers, now, Version.current(), null);
  }

  ImportReceipt withVerification(Verification proof) {
    return new ImportReceipt(assignment, readers, imported, graft, proof);
  }
}
