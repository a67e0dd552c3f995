package org.graft.source.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Plan;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadersTest {
  static ModelConfig config(String architecture) {
    return ConfigReader.read(
        Json.resource("/org/graft/keras-models/" + architecture + ".json", JsonNode.class));
  }

  @ParameterizedTest
  @CsvSource({"vgg16, 224, 138357544", "inception_v3, 299, 23851784"})
  void bothReadersMakeTheSamePlan(String architecture, int size, long parameters) {
    Plan direct = DirectReader.read(config(architecture));
    Plan throughDl4j = Dl4jReader.read(config(architecture), size);
    assertThat(throughDl4j.layers()).isEqualTo(direct.layers());
    assertThat(direct.parameterCount()).isEqualTo(parameters);
  }

  @Test
  void keepdimsIsLeftToTheDirectReader() {
    assertThat(DirectReader.read(config("mobilenet")).parameterCount()).isEqualTo(4_253_864);
    assertThatThrownBy(() -> Dl4jReader.read(config("mobilenet"), 224))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("would lose keepdims = true of layer global_average_pooling2d");
  }
}
