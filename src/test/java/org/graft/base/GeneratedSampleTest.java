package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.graft.base.GeneratedModels.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One small model of every way of saying things that the readers know, saved by real Keras with
 * what it computes: all are imported, and all are right.
 */
class GeneratedSampleTest {
  @TempDir Path folder;

  @Test
  void everyKerasModelIsImportedAndComputesWhatKerasComputes() throws IOException {
    unpack();
    List<Outcome> outcomes = GeneratedModels.imported(folder, "keras");
    assertThat(outcomes).hasSizeGreaterThan(40);
    assertThat(outcomes).filteredOn(outcome -> !outcome.isRight()).isEmpty();
  }

  private void unpack() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/fixtures/generated.zip");
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, folder.resolve(Path.of(entry.getName()).getFileName()));
      }
    }
  }
}
