package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.failure.InputException;
import org.graft.image.Dataset;
import org.graft.image.LabelledImage;
import org.graft.train.Recipe;
import org.graft.train.TrainRequest;
import org.junit.jupiter.api.Test;

class PatientTest {
  @Test
  void aBaseWithoutBatchNormCannotHaveRunOnBatches() {
    assertThatThrownBy(() -> new Patient(ColourBase.tanh(), request(2), true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has no BatchNorm");
    assertThat(new Patient(ColourBase.normalized(), request(2), true).batchStatistics()).isTrue();
  }

  @Test
  void fewImagesAreAllExamined() {
    Patient patient = new Patient(ColourBase.tanh(), request(Patient.LEARNED), false);
    assertThat(patient.sampled()).isSameAs(patient);
  }

  @Test
  void ofManyImagesASampleIs() {
    Patient patient = new Patient(ColourBase.tanh(), request(2 * Patient.LEARNED), false);
    assertThat(patient.sampled().images()).isEqualTo(Patient.LEARNED);
  }

  private static TrainRequest request(int images) {
    List<LabelledImage> train =
        IntStream.range(0, images)
            .mapToObj(i -> new LabelledImage(Path.of(i % 2 + "", i + ".png"), i % 2))
            .toList();
    return Labs.request(new Dataset(List.of("dark", "red"), train, List.of()), Recipe.SEED);
  }
}
