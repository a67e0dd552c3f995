package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.graft.fixture.Activations;
import org.graft.fixture.Formula;
import org.graft.fixture.OfficialLayout;
import org.graft.fixture.OfficialLayout.Era;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.source.keras.DirectReader;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files in the official layout import completely, and compute what real Keras computes: every block
 * fed Keras' own activations, and end to end within three times what a 1e-7 change of the input
 * does to Keras.
 */
class OfficialFilesTest {
  @TempDir Path folder;

  private final Catalogue catalogue = Catalogue.load();

  @ParameterizedTest
  @CsvSource({
    "vgg16, KERAS_1, 128, 14714688, vgg16_32px",
    "inception_v3, KERAS_2, 1, 21802784, inception_v3_75px",
    "mobilenet, KERAS_2, 1, 218544, mobilenet_0.25_64px",
    "vgg19, KERAS_2, 128, 20024384, vgg19_32px",
    "resnet50, KERAS_2, 128, 23587712, resnet50_32px",
    "resnet50_v2, KERAS_2, 1, 23564800, resnet50_v2_32px",
    "densenet121, KERAS_2, 1, 7037504, densenet121_32px",
    "mobilenet_v2, KERAS_2, 1, 2257984, mobilenet_v2_32px",
    "xception, KERAS_2, 1, 20861480, xception_71px",
    "mobilenet_v3_small, KERAS_2, 128, 939120, mobilenet_v3_small_32px",
    "efficientnet_v2_b0, KERAS_2, 128, 5919312, efficientnet_v2_b0_32px"
  })
  void importsWholeAndComputesAsKeras(
      String name, Era era, double range, long parameters, String golden) {
    Model written = formulaModel(name);
    Path file = folder.resolve(name + ".h5");
    OfficialLayout.write(file, written, era);

    Base base = new Importer(catalogue, Clock.systemUTC()).read(Importer.ImportRequest.of(file));

    assertThat(base.facts().architecture()).isEqualTo(name);
    assertThat(base.facts().parameters()).isEqualTo(parameters);
    assertThat(base.model().weights()).isEqualTo(written.weights());
    assertThat(base.facts().receipt().readers())
        .contains(name.matches(".*_v3_small|efficientnet.*") ? "direct reader;" : "equal plans");
    check(base.features(), golden, range);
  }

  /** As above, without the file, whose writing takes longer than all the rest. */
  @ParameterizedTest
  @CsvSource({
    "inception_resnet_v2, 1, inception_resnet_v2_75px",
    "nasnet_mobile, 1, nasnet_mobile_32px",
    "efficientnet_b0, 128, efficientnet_b0_32px",
    "convnext_tiny, 128, convnext_tiny_32px"
  })
  void computesAsKeras(String name, double range, String golden) {
    check(formulaModel(name), golden, range);
  }

  private Model formulaModel(String name) {
    Plan whole = DirectReader.read(catalogue.configWithoutTop(name).orElse(catalogue.config(name)));
    Plan plan = whole.upTo(catalogue.entry(name).featureLayer());
    if (name.equals("mobilenet")) {
      plan = MobileNetWidth.quarter(plan);
    }
    return new Model(plan, Formula.weights(plan));
  }

  /** As imported, and folded as features are computed, which rounds in another order. */
  private static void check(Model model, String golden, double range) {
    Path file = Path.of("src/test/resources/goldens", golden + ".npz");
    Map<String, NpyArray> keras = NpzFile.read(file);
    NpyArray image = keras.get("input");
    int size = image.shape()[1];
    assertThat(image.values()).isEqualTo(Formula.image(size, range).values());
    assertThat(keras.get("parameters").values()[0])
        .isEqualTo((float) model.plan().parameterCount());
    Verification blocks = Verification.of(model, file);
    assertThat(blocks.stretches()).allMatch(blocks::passes, "agrees to 1e-5");

    String end = model.plan().output().name();
    double allowed =
        CatalogueTest.END_TO_END
            * Math.max(Verification.TOLERANCE, keras.get("amplification/" + end).values()[0]);
    Model whole = model.forImages(Shape.square(size, 3));
    assertThat(Activations.difference(whole, image, keras.get(end)))
        .as("%s end to end", end)
        .isLessThan(allowed);
    assertThat(Activations.difference(FoldBatchNorm.apply(whole), image, keras.get(end)))
        .as("%s end to end, folded", end)
        .isLessThan(allowed);
  }
}
