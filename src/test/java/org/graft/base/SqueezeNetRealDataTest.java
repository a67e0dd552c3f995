package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.graft.failure.UnsupportedModelException;
import org.graft.fixture.RealData;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.junit.jupiter.api.Test;

/** A weights-only file of the Keras-1 era with odd names, of a network that nobody describes. */
class SqueezeNetRealDataTest {
  private static final String DESCRIPTION = "src/test/resources/fixtures/squeezenet.json";

  private final Importer importer = new Importer(Catalogue.load(), Clock.systemUTC());

  @Test
  void withoutADescriptionEveryArrayIsNamedAndTheWayOut() {
    Path file = RealData.require("weights/squeezenet_notop.h5");
    List<String> names = new ArrayList<>();
    forEachArray(file, dataset -> names.add(dataset.getName()));
    assertThat(names).hasSize(50);
    assertThatThrownBy(() -> importer.read(Importer.ImportRequest.of(file)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("does not describe its network")
        .hasMessageContaining("Importing.architecture(FILE.json)")
        .hasMessageContaining("conv1 [uniform1[3, 3, 3, 64], conv1_b[64]]")
        .satisfies(e -> assertThat(names).allMatch(name -> e.getMessage().contains(name)));
  }

  @Test
  void withADescriptionItImportsToTheLastArray() {
    Path file = RealData.require("weights/squeezenet_notop.h5");
    Base base =
        importer.read(Importer.ImportRequest.of(file).with(BaseOptions.NONE.as(DESCRIPTION)));
    assertThat(base.facts().receipt().assignment()).isEqualTo("by order");
    assertThat(base.facts().parameters()).isEqualTo(722_496);

    Weights weights = base.model().weights();
    assertThat(stored(file, "conv1/uniform1"))
        .containsExactly(weights.get("entry", "kernel").values());
    assertThat(stored(file, "fire3/expand3x3/uniform7"))
        .containsExactly(weights.get("module3_three", "kernel").values());
    assertThat(stored(file, "fire9/expand1x1/fire9/expand1x1_b"))
        .containsExactly(weights.get("module9_one", "bias").values());
    Tensor last = weights.get("module9_three", "kernel");
    assertThat(last.shape()).containsExactly(3, 3, 64, 256);
  }

  private static float[] stored(Path file, String path) {
    try (HdfFile hdf = new HdfFile(file)) {
      return (float[]) hdf.getDatasetByPath(path).getDataFlat();
    }
  }

  private static void forEachArray(Path file, Consumer<Dataset> action) {
    try (HdfFile hdf = new HdfFile(file)) {
      visit(hdf, action);
    }
  }

  private static void visit(Group group, Consumer<Dataset> action) {
    for (Node node : group.getChildren().values()) {
      if (node instanceof Dataset dataset) {
        action.accept(dataset);
      } else if (node instanceof Group inner) {
        visit(inner, action);
      }
    }
  }
}
