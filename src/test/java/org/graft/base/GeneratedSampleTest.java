package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.graft.base.GeneratedModels.Outcome;
import org.graft.fixture.GeneratedSample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One small model of every way of saying things that the readers know, saved by real Keras and
 * TensorFlow with what they compute: all are imported, and all are right.
 */
class GeneratedSampleTest {
  @TempDir Path folder;

  @Test
  void everyGraphIsImportedAndComputesWhatTensorflowComputes() throws IOException {
    List<Outcome> outcomes =
        GeneratedModels.imported(GeneratedSample.unpackGraphs(folder), "tensorflow");
    assertThat(outcomes).hasSizeGreaterThan(30);
    assertThat(outcomes)
        .filteredOn(o -> !o.isRight() || o.endToEnd() > GeneratedModels.MOST_BY_LAYER)
        .isEmpty();
  }

  @Test
  void everyKerasModelIsImportedAndComputesWhatKerasComputes() throws IOException {
    List<Outcome> outcomes = GeneratedModels.imported(GeneratedSample.unpack(folder), "keras");
    assertThat(outcomes).hasSizeGreaterThan(40);
    assertThat(outcomes)
        .filteredOn(o -> !o.isRight() || o.endToEnd() > GeneratedModels.MOST_BY_LAYER)
        .isEmpty();
  }
}
