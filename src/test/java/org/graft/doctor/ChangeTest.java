package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.plan.Preprocessing;
import org.graft.storage.Json;
import org.graft.train.Measures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cures as they are kept, and as options. */
class ChangeTest {
  private static final List<Change> ALL =
      List.of(
          new Change.InputSize(75),
          new Change.PreparedAs(Preprocessing.CAFFE),
          new Change.Rate(0.003 * 0.1),
          new Change.Standardized(),
          new Change.ByRecipe("safe"));

  @TempDir Path folder;

  @Test
  void areOptionsOfTrain() {
    assertThat(Advice.of(ALL).text())
        .isEqualTo(
            "--size 75 --preprocessing caffe --learning-rate 0.000300 --standardize --recipe safe");
    assertThat(Advice.of(ALL).changes()).isEqualTo(ALL);
    assertThat(Advice.of("look at the folders").changes()).isEmpty();
  }

  @Test
  void areKeptWithTheDiagnosisAndMayBeMissingInOlderOnes() throws Exception {
    Diagnosis diagnosis =
        new Diagnosis(
            Cause.LEARNING_RATE,
            Optional.empty(),
            "because",
            Map.of(),
            Advice.of(ALL).text(),
            ALL,
            Measures.ACCURACY,
            0.25,
            OptionalDouble.of(0.5),
            List.of());
    Path file = folder.resolve("doctor.json");
    Json.write(file, diagnosis);
    assertThat(Json.read(file, Diagnosis.class)).isEqualTo(diagnosis);
    String older = Files.readString(file).replaceFirst("(?s)\"changes\" : \\[.*?\\],", "");
    assertThat(older).doesNotContain("changes");
    Files.writeString(file, older);
    assertThat(Json.read(file, Diagnosis.class).changes()).isEmpty();
  }
}
