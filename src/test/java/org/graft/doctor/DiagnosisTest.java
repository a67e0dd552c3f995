package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.doctor.Diagnosis.Trial;
import org.graft.storage.Json;
import org.graft.train.Measures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosisTest {
  private static final Diagnosis DIAGNOSIS =
      new Diagnosis(
          Cause.LEARNING_RATE,
          Optional.of("dense"),
          "because",
          Map.of("leaks", 3),
          Advice.of(ChangeTest.ALL.toArray(Change[]::new)).text(),
          ChangeTest.ALL,
          Measures.ACCURACY,
          0.25,
          OptionalDouble.of(0.5),
          List.of(new Trial(Cause.DATA, "look at it", 0.125)));

  @TempDir Path folder;

  @Test
  void cureAndRemediesAreWordedAndNothingElse() {
    Diagnosis worded = DIAGNOSIS.worded(text -> text.toUpperCase(Locale.ROOT));
    assertThat(worded.cure()).startsWith("TRAINING.SIZE(75) ");
    assertThat(worded.trials()).containsExactly(new Trial(Cause.DATA, "LOOK AT IT", 0.125));
    assertThat(worded)
        .usingRecursiveComparison()
        .ignoringFields("cure", "trials")
        .isEqualTo(DIAGNOSIS);
  }

  @Test
  void isReadAsItWasWritten() throws Exception {
    Path file = folder.resolve("diagnosis.json");
    Json.write(file, DIAGNOSIS);
    assertThat(Json.read(file, Diagnosis.class)).isEqualTo(DIAGNOSIS);
  }

  @Test
  void itsRecordIsReadAsItWasWritten() throws Exception {
    Consultation consultation =
        new Consultation(
            Consultation.FORMAT,
            "vgg16",
            "logos",
            224,
            "safe",
            "caffe",
            "again",
            "cure",
            "2026-01-01T00:00:00Z",
            "0.1.0",
            1.5,
            DIAGNOSIS);
    consultation.write(folder);
    assertThat(Json.read(folder.resolve(Consultation.FILE), Consultation.class))
        .isEqualTo(consultation);
  }

  /** They told neither changes nor the name of the score, which was the accuracy. */
  @Test
  void olderOnesAreRead() throws Exception {
    Path file = folder.resolve("diagnosis.json");
    Json.write(file, DIAGNOSIS);
    String older =
        Files.readString(file)
            .replaceFirst("(?s)\"changes\" : \\[.*?\\],", "")
            .replaceFirst("\"score\" : \"accuracy\",", "")
            .replaceFirst("\"score\" : 0.125", "\"accuracy\" : 0.125");
    assertThat(older).doesNotContain("changes").doesNotContain("score");
    Files.writeString(file, older);
    Diagnosis read = Json.read(file, Diagnosis.class);
    assertThat(read.changes()).isEmpty();
    assertThat(read.ofAccuracy()).isTrue();
    assertThat(read.trials()).isEqualTo(DIAGNOSIS.trials());
  }
}
