package org.graft.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.graft.base.Catalogue;
import org.graft.base.CatalogueEntry;
import org.graft.engine.Precision;
import org.graft.fixture.Formula;
import org.graft.fixture.LayerGoldens;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Preprocessing;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.source.keras.DirectReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** oneDNN gives what SameDiff gives, for every architecture of the catalogue. */
@Tag("catalogue")
class CatalogueOneDnnTest {
  private static final Catalogue CATALOGUE = Catalogue.load();

  static Stream<String> architectures() {
    return CATALOGUE.entries().keySet().stream();
  }

  /**
   * To 1e-5, or thrice what SameDiff itself makes of images that are changed in their last bits:
   * random weights let some networks amplify rounding.
   */
  @ParameterizedTest
  @MethodSource("architectures")
  void givesWhatSameDiffGives(String name) {
    Model base = base(name, CATALOGUE.entry(name));
    String input = base.plan().input().name();
    Tensor images =
        SameDiffNetwork.fromNative(SmallNetworks.images(3, size(CATALOGUE.entry(name))));
    SameDiffNetwork network = Emitter.inference(base);
    Tensor expected = network.compute(Map.of(input, images));
    double rounding =
        LayerGoldens.difference(network.compute(Map.of(input, changed(images))), expected);
    network.release();
    try (OneDnnEngine engine = new OneDnnEngine(base, 4, Precision.FLOAT32)) {
      assertThat(engine.bySameDiff()).isEmpty();
      assertThat(LayerGoldens.difference(engine.run(Map.of(input, images)), expected))
          .as(name)
          .isLessThan(Math.max(1e-5, 3 * rounding));
    }
  }

  private static Tensor changed(Tensor images) {
    float[] values = images.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= i % 2 == 0 ? 1 + 2e-7f : 1 - 2e-7f;
    }
    return new Tensor(values, images.shape());
  }

  private static Model base(String name, CatalogueEntry entry) {
    Plan plan =
        DirectReader.read(CATALOGUE.configWithoutTop(name).orElseGet(() -> CATALOGUE.config(name)))
            .withInput(Shape.square(size(entry), 3))
            .upTo(entry.featureLayer());
    return Preprocessing.TF.prependTo(new Model(plan, Formula.weights(plan)));
  }

  private static int size(CatalogueEntry entry) {
    return Math.max(96, entry.minimumSize());
  }
}
