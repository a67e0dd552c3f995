package org.graft.source.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.graft.failure.InputException;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Rectify;
import org.graft.plan.Shape;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;

class TwoReadersTest {
  private static final List<Shape> MAP = List.of(Shape.square(8, 3));

  private static ModelConfig known(String file) {
    return ConfigReader.read(Json.resource("/org/graft/keras-models/" + file, JsonNode.class));
  }

  @Test
  void eitherReaderCanBeChosen() {
    ModelConfig vgg = known("vgg16.json");
    TwoReaders direct = TwoReaders.read(vgg, 224, ReadBy.DIRECT);
    TwoReaders dl4j = TwoReaders.read(vgg, 224, ReadBy.DL4J);
    TwoReaders both = TwoReaders.read(vgg, 224, ReadBy.AUTO);
    assertThat(dl4j.plan()).isEqualTo(direct.plan()).isEqualTo(both.plan());
    assertThat(direct.proof()).isEqualTo("the direct reader, as asked");
    assertThat(dl4j.proof()).isEqualTo("Deeplearning4j's importer, as asked");
    assertThat(both.proof())
        .isEqualTo("Deeplearning4j's importer and the direct reader, equal plans");
  }

  @Test
  void whatDeeplearning4jWouldLoseStopsOnlyTheImportThatAsksForIt() {
    ModelConfig mobileNet = known("mobilenet.json");
    assertThat(TwoReaders.read(mobileNet, 224, ReadBy.AUTO).proof())
        .startsWith("direct reader; Deeplearning4j's importer would lose keepdims");
    assertThatThrownBy(() -> TwoReaders.read(mobileNet, 224, ReadBy.DL4J))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("would lose keepdims")
        .hasMessageEndingWith("try KerasImporting.reader(direct)");
  }

  /** A layer that the other reader makes of all fields but one is a loss; any other is a defect. */
  @Test
  void fieldsThatDeeplearning4jPassesOverExplainADifference() {
    ObjectNode fields = JsonNodeFactory.instance.objectNode().put("name", "r");
    fields.put("max_value", 6.0).put("negative_slope", 0.25);
    LayerConfig relu = new LayerConfig("ReLU", "r", fields, List.of("in"));
    assertThat(
            Dl4jLosses.lost(
                relu, KerasDialect.KERAS_3, MAP, new Activate("r", "in", Activation.RELU6)))
        .contains("negative_slope = 0.25 of layer r (ReLU)");
    Rectify uncapped = new Rectify("r", "in", Double.POSITIVE_INFINITY, 0.25, 0);
    assertThat(Dl4jLosses.lost(relu, KerasDialect.KERAS_3, MAP, uncapped))
        .contains("max_value = 6.0 of layer r (ReLU)");
    assertThat(
            Dl4jLosses.lost(
                relu, KerasDialect.KERAS_3, MAP, new Activate("r", "in", Activation.TANH)))
        .isEmpty();
  }

  @Test
  void otherNamesAreRefused() {
    assertThat(ReadBy.of("dl4j")).isEqualTo(ReadBy.DL4J);
    assertThatThrownBy(() -> ReadBy.of("both"))
        .isInstanceOf(InputException.class)
        .hasMessage("KerasImporting.reader(both): expected auto, direct or dl4j");
  }
}
