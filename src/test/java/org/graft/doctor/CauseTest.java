package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.graft.storage.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CauseTest {
  @ParameterizedTest
  @CsvSource({"HEALTHY, healthy", "INPUT_SIZE, input-size", "BATCH_NORM, batch-norm"})
  void isCalledTheSameInWordsAndInJson(Cause cause, String name) {
    assertThat(cause).hasToString(name);
    assertThat(Json.text(cause).strip()).isEqualTo('"' + name + '"');
  }
}
