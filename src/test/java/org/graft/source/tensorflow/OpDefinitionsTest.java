package org.graft.source.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;

/** What TensorFlow's registry says of operations, as its documentation states it. */
class OpDefinitionsTest {
  private static AttrValue completed(String op, String attribute) {
    return OpDefinitions.complete(op, Map.of()).get(attribute);
  }

  @Test
  void givesTheDefaultsOfEveryType() {
    assertThat(completed("LeakyRelu", "alpha").getF()).isEqualTo(0.2f);
    assertThat(completed("LeakyRelu", "T").getType()).isEqualTo(DataType.DT_FLOAT);
    assertThat(completed("FusedBatchNormV3", "is_training").getB()).isTrue();
    assertThat(completed("FusedBatchNormV3", "data_format").getS().toStringUtf8())
        .isEqualTo("NHWC");
    assertThat(completed("LRN", "depth_radius").getI()).isEqualTo(5);
    assertThat(completed("Conv2D", "dilations").getList().getIList())
        .containsExactly(1L, 1L, 1L, 1L);
    assertThat(completed("Placeholder", "shape").getShape().getUnknownRank()).isTrue();
  }

  @Test
  void whatIsStatedStays() {
    AttrValue stated = AttrValue.newBuilder().setF(0.3f).build();
    assertThat(OpDefinitions.complete("LeakyRelu", Map.of("alpha", stated)))
        .containsEntry("alpha", stated);
    assertThat(OpDefinitions.complete("NoSuchOperation", Map.of("alpha", stated)))
        .containsExactly(Map.entry("alpha", stated));
  }

  @Test
  void tellsWhatMustBeStated() {
    OpDefinitions.OpDefinition conv = OpDefinitions.of("Conv2D").orElseThrow();
    assertThat(conv.needs("strides")).isTrue();
    assertThat(conv.needs("dilations")).isFalse();
    assertThat(conv.needs("alpha")).isFalse();
  }

  @Test
  void countsTheTensorsOfLists() {
    OpDefinitions.Output list = OpDefinitions.of("Split").orElseThrow().outputs().get(0);
    AttrValue three = AttrValue.newBuilder().setI(3).build();
    assertThat(list.size(Map.of("num_split", three))).isEqualTo(3);
    assertThat(OpDefinitions.of("FusedBatchNorm").orElseThrow().outputs())
        .extracting(OpDefinitions.Output::name)
        .startsWith("y", "batch_mean", "batch_variance");
  }
}
