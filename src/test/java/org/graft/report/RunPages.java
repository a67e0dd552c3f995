package org.graft.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.graft.base.Base;
import org.graft.base.BaseOptions;
import org.graft.base.Catalogue;
import org.graft.base.Importer;
import org.graft.source.keras.ReadBy;
import org.graft.train.StoredRuns;

/** Folders of runs that pages are made of. */
final class RunPages {
  private static final Path BASE = Path.of("src/test/resources/fixtures/formats/plain.h5");

  private RunPages() {}

  /** A finished run of three epochs, with images held out. */
  static Path finished(Path runs) throws IOException {
    Base base =
        new Importer(Catalogue.load(), Clock.systemUTC())
            .read(
                new Importer.ImportRequest(
                    BASE, BaseOptions.NONE.named("plain"), null, null, ReadBy.DIRECT));
    return StoredRuns.finished(runs, base);
  }
}
