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
  private static ModelConfig config(String file) {
    return ConfigReader.read(Json.resource("/org/graft/keras-models/" + file, JsonNode.class));
  }

  /** The counts are those that {@code model.count_params()} of real Keras gives. */
  @ParameterizedTest
  @CsvSource({
    "vgg16.json, 224, 138357544",
    "inception_v3.json, 299, 23851784",
    "vgg19.json.gz, 224, 143667240",
    "resnet50.json.gz, 224, 25636712",
    "resnet101.json.gz, 224, 44707176",
    "resnet152.json.gz, 224, 60419944",
    "resnet50_v2.json.gz, 224, 25613800",
    "resnet101_v2.json.gz, 224, 44675560",
    "resnet152_v2.json.gz, 224, 60380648",
    "densenet121.json.gz, 224, 8062504",
    "densenet169.json.gz, 224, 14307880",
    "densenet201.json.gz, 224, 20242984",
    "mobilenet_v2.json.gz, 224, 3538984"
  })
  void bothReadersMakeTheSamePlan(String file, int size, long parameters) {
    Plan direct = DirectReader.read(config(file));
    Plan throughDl4j = Dl4jReader.read(config(file), size);
    assertThat(throughDl4j.layers()).isEqualTo(direct.layers());
    assertThat(direct.parameterCount()).isEqualTo(parameters);
  }

  @Test
  void keepdimsIsLeftToTheDirectReader() {
    assertThat(DirectReader.read(config("mobilenet.json")).parameterCount()).isEqualTo(4_253_864);
    assertThatThrownBy(() -> Dl4jReader.read(config("mobilenet.json"), 224))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("would lose keepdims = true of layer global_average_pooling2d");
  }
}
