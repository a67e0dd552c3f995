package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.fixture.Formula;
import org.graft.fixture.OfficialLayout;
import org.graft.fixture.OfficialLayout.Era;
import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.source.keras.DirectReader;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files in the official layout import completely, and compute what real Keras computes: every block
 * fed Keras' own activations, and end to end within what a 1e-7 change of the input does to Keras.
 */
class OfficialFilesTest {
  private static final double PER_BLOCK = 1e-5;

  @TempDir Path folder;

  private final Catalogue catalogue = Catalogue.load();

  @ParameterizedTest
  @CsvSource({
    "vgg16, KERAS_1, 32, 128, 14714688, vgg16_32px",
    "inception_v3, KERAS_2, 75, 1, 21802784, inception_v3_75px",
    "mobilenet, KERAS_2, 64, 1, 218544, mobilenet_0.25_64px",
    "vgg19, KERAS_2, 32, 128, 20024384, vgg19_32px",
    "resnet50, KERAS_2, 32, 128, 23587712, resnet50_32px",
    "resnet50_v2, KERAS_2, 32, 1, 23564800, resnet50_v2_32px",
    "densenet121, KERAS_2, 32, 1, 7037504, densenet121_32px",
    "mobilenet_v2, KERAS_2, 32, 1, 2257984, mobilenet_v2_32px"
  })
  void importsWholeAndComputesAsKeras(
      String name, Era era, int size, double range, long parameters, String golden) {
    Model written = formulaModel(name);
    Path file = folder.resolve(name + ".h5");
    OfficialLayout.write(file, written, era);

    Base base = new Importer(catalogue, Clock.systemUTC()).read(Importer.Request.of(file));

    assertThat(base.facts().architecture()).isEqualTo(name);
    assertThat(base.facts().parameters()).isEqualTo(parameters);
    assertThat(base.model().weights()).isEqualTo(written.weights());
    assertThat(base.facts().receipt().readers()).contains("equal plans");
    Map<String, NpyArray> keras =
        NpzFile.read(Path.of("src/test/resources/goldens", golden + ".npz"));
    checkBlocks(base, size, keras);
    checkEndToEnd(base, Formula.image(size, range), keras);
  }

  private Model formulaModel(String name) {
    Plan whole = DirectReader.read(catalogue.config(name));
    Plan plan = whole.cut(catalogue.entry(name).featureLayer());
    if (name.equals("mobilenet")) {
      plan = MobileNetWidth.quarter(plan);
    }
    return new Model(plan, Formula.weights(plan));
  }

  private void checkBlocks(Base base, int size, Map<String, NpyArray> keras) {
    String from = null;
    for (Block block : base.facts().blocks()) {
      Tensor fed = from == null ? tensor(keras.get("input")) : tensor(keras.get(from));
      Model part = between(base.model(), from, block.end(), fed);
      assertThat(difference(run(part, fed), keras.get(block.end())))
          .as("%s, fed Keras' own %s", block.end(), from)
          .isLessThan(PER_BLOCK);
      from = block.end();
    }
    assertThat(keras.get("input").shape()).containsExactly(1, size, size, 3);
  }

  /** As imported, and folded as features are computed, which rounds in another order. */
  private static void checkEndToEnd(Base base, Tensor image, Map<String, NpyArray> keras) {
    Shape shape = new Shape(image.shape()[1], image.shape()[2], 3);
    Model whole = base.features().forImages(shape);
    String end = base.facts().featureLayer();
    double allowed = Math.max(PER_BLOCK, keras.get("amplification/" + end).values()[0]);
    assertThat(difference(run(whole, image), keras.get(end)))
        .as("%s end to end", end)
        .isLessThan(allowed);
    assertThat(difference(run(FoldBatchNorm.apply(whole), image), keras.get(end)))
        .as("%s end to end, folded", end)
        .isLessThan(2 * allowed);
  }

  private static Tensor run(Model model, Tensor input) {
    Network network = Emitter.inference(model);
    return Network.fromNative(network.run(Network.toNative(input)));
  }

  /**
   * The layers behind {@code from} up to {@code to}, with what {@code from} gives as their input.
   */
  private static Model between(Model model, String from, String to, Tensor fed) {
    Shape shape = new Shape(fed.shape()[1], fed.shape()[2], fed.shape()[3]);
    if (from == null) {
      return model.cut(to).forImages(shape);
    }
    Set<String> before =
        new HashSet<>(model.plan().cut(from).layers().stream().map(Layer::name).toList());
    List<Layer> layers = new ArrayList<>(List.of(new Input(from, shape)));
    model.plan().cut(to).layers().stream()
        .filter(layer -> !before.contains(layer.name()))
        .forEach(layers::add);
    Plan plan = new Plan(layers);
    Weights.Builder weights = Weights.builder();
    plan.parameters().keySet().forEach(layer -> weights.put(layer, model.weights().of(layer)));
    return new Model(plan, weights.build());
  }

  private static Tensor tensor(NpyArray array) {
    return new Tensor(array.values(), array.shape());
  }

  /** Greatest difference over greatest value. */
  private static double difference(Tensor found, NpyArray expected) {
    assertThat(found.shape()).containsExactly(expected.shape());
    double greatest = 0;
    double difference = 0;
    for (int i = 0; i < found.size(); i++) {
      greatest = Math.max(greatest, Math.abs(expected.values()[i]));
      difference = Math.max(difference, Math.abs(found.values()[i] - expected.values()[i]));
    }
    return difference / greatest;
  }
}
