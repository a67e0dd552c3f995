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
import org.graft.graph.Network;
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

  @ParameterizedTest
  @MethodSource("architectures")
  void givesWhatSameDiffGives(String name) {
    Model base = base(name, CATALOGUE.entry(name));
    Tensor images = Network.fromNative(SmallNetworks.images(3, size(CATALOGUE.entry(name))));
    Map<String, Tensor> entering = Map.of(base.plan().input().name(), images);
    Network network = Emitter.inference(base);
    Tensor expected = network.compute(entering);
    network.release();
    long begin = System.nanoTime();
    try (OneDnnEngine engine = new OneDnnEngine(base, 4, Precision.FLOAT32)) {
      long made = System.nanoTime();
      Tensor found = engine.run(entering);
      long ran = System.nanoTime();
      System.out.printf(
          "%s made %d ms ran %d ms diff %.1e%n",
          name,
          (made - begin) / 1000000,
          (ran - made) / 1000000,
          LayerGoldens.difference(found, expected));
      assertThat(engine.bySameDiff()).isEmpty();
      assertThat(LayerGoldens.difference(found, expected)).as(name).isLessThan(1e-5);
    }
    if (OneDnn.supports(Precision.BFLOAT16)) {
      try (OneDnnEngine engine = new OneDnnEngine(base, 4, Precision.BFLOAT16)) {
        long made = System.nanoTime();
        Tensor found = engine.run(entering);
        long ran = System.nanoTime();
        System.out.printf(
            "%s bf16 ran %d ms diff %.1e%n",
            name, (ran - made) / 1000000, LayerGoldens.difference(found, expected));
      }
    }
  }

  private static Model base(String name, CatalogueEntry entry) {
    Plan plan =
        DirectReader.read(CATALOGUE.configWithoutTop(name).orElseGet(() -> CATALOGUE.config(name)))
            .withInput(Shape.square(size(entry), 3))
            .cut(entry.featureLayer());
    return Preprocessing.TF.before(new Model(plan, Formula.weights(plan)));
  }

  private static int size(CatalogueEntry entry) {
    return Math.max(96, entry.minimumSize());
  }
}
