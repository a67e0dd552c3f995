package org.graft.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.graft.base.Catalogue;
import org.graft.base.CatalogueEntry;
import org.graft.failure.UnsupportedModelException;
import org.graft.fixture.Formula;
import org.graft.fixture.LayerGoldens;
import org.graft.fixture.SmallNetworks;
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

/** Graft's own engine gives what SameDiff gives, for every architecture of the catalogue. */
@Tag("catalogue")
class CatalogueEngineTest {
  private static final Catalogue CATALOGUE = Catalogue.load();

  static Stream<String> architectures() {
    return CATALOGUE.entries().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void givesWhatSameDiffGives(String name) {
    CatalogueEntry entry = CATALOGUE.entry(name);
    Model base = base(name, entry);
    if (!isCovered(name)) {
      assertThatThrownBy(() -> GraftEngine.ofSoon(base))
          .isInstanceOf(UnsupportedModelException.class);
      return;
    }
    Tensor images = Network.fromNative(SmallNetworks.images(3, size(entry)));
    Tensor expected = run(SameDiffEngine.of(base), images);
    Tensor found = run(GraftEngine.ofSoon(base).join(), images);
    Tensor shaped = new Tensor(found.values(), expected.shape());
    assertThat(LayerGoldens.difference(shaped, expected)).as(name).isLessThan(1e-5);
  }

  /** All but those with other functions than rectifiers, products of maps, or crops. */
  private static boolean isCovered(String name) {
    return name.endsWith("minimalistic")
        || Stream.of("efficientnet", "convnext", "mobilenet_v3", "nasnet")
            .noneMatch(name::startsWith);
  }

  private static Tensor run(Engine engine, Tensor images) {
    try (engine) {
      return engine.run(images);
    }
  }

  private static Model base(String name, CatalogueEntry entry) {
    Plan plan =
        DirectReader.read(CATALOGUE.configWithoutTop(name).orElseGet(() -> CATALOGUE.config(name)))
            .withInput(Shape.square(size(entry), 3))
            .cut(entry.featureLayer());
    return Preprocessing.TF.before(new Model(plan, Formula.weights(plan)));
  }

  /** Large enough that maps deep inside are parted into tiles. */
  private static int size(CatalogueEntry entry) {
    return Math.max(96, entry.minimumSize());
  }
}
