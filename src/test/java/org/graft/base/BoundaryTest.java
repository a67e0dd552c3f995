package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.graft.failure.InputException;
import org.graft.plan.Plan;
import org.graft.plan.Preprocessing;
import org.graft.source.keras.DirectReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundaryTest {
  private final Catalogue catalogue = Catalogue.load();

  /** The seed article freezes 172 layers of InceptionV3; Keras' guide the first 249. */
  @ParameterizedTest
  @CsvSource({
    "vgg16, block1, 0, input_layer",
    "vgg16, block5, 15, block5_conv1",
    "vgg16, block5_conv3, 17, block5_conv3",
    "vgg16, 0, 0, input_layer",
    "vgg16, 18, 18, block5_pool",
    "inception_v3, 172, 172, conv2d_56",
    "inception_v3, 249, 249, conv2d_80",
    "inception_v3, stem, 0, input_layer",
    "inception_v3, mixed7, 228, mixed7"
  })
  void namesALayerABlockOrACount(String architecture, String from, int frozen, String layer) {
    Plan plan = plan(architecture);
    Boundary boundary = Boundary.of(facts(architecture), plan, from);
    assertThat(boundary.frozen()).isEqualTo(frozen);
    assertThat(plan.layers().get(frozen).name()).isEqualTo(layer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "block6 | vgg16 has no layer or block 'block6'; did you mean block1, block2, block3?",
        "block5_con3 | vgg16 has no layer or block 'block5_con3'; did you mean block5_conv3,",
        "-1 | vgg16 has no layer or block '-1'",
        "19 | of 19 layers 19 cannot stay frozen; fine-tune from 0 to 18",
        "99999999999 | vgg16 has no layer or block '99999999999'"
      })
  void refusesWhatIsNotThere(String from, String message) {
    assertThatThrownBy(() -> Boundary.of(facts("vgg16"), plan("vgg16"), from))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  /** NASNet pads by the parity of each map at the size that it was made for. */
  @ParameterizedTest
  @CsvSource({"nasnet_mobile, 45, 34 px and 33 px", "nasnet_mobile, 300, 290 px and 289 px"})
  void refusesSizesAtWhichMapsDoNotFit(String architecture, int size, String near) {
    assertThatThrownBy(() -> facts(architecture).shapes(plan(architecture), size))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("takes no images of " + size + " px (layer ")
        .hasMessageEndingWith("the nearest sizes that it takes are " + near);
    int nativeSize = catalogue.entry(architecture).nativeSize();
    assertThat(facts(architecture).shapes(plan(architecture), nativeSize)).isNotEmpty();
  }

  private Plan plan(String architecture) {
    return DirectReader.read(catalogue.config(architecture))
        .upTo(catalogue.entry(architecture).featureLayer());
  }

  private BaseRecord facts(String architecture) {
    CatalogueEntry entry = catalogue.entry(architecture);
    return new BaseRecord(
        BaseRecord.FORMAT,
        architecture,
        architecture,
        null,
        null,
        null,
        entry.featureLayer(),
        Optional.of(Preprocessing.of(entry.preprocessing())),
        "as " + architecture,
        entry.minimumSize(),
        entry.nativeSize(),
        plan(architecture).layers().size(),
        plan(architecture).parameterCount(),
        entry.blocks(),
        List.of(),
        entry.licence(),
        null);
  }
}
