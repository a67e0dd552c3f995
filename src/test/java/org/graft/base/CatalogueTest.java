package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.graft.failure.UnsupportedModelException;
import org.graft.fixture.Activations;
import org.graft.fixture.Formula;
import org.graft.fixture.RealPython;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Parameter;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.source.keras.DirectReader;
import org.graft.source.keras.Dl4jReader;
import org.graft.source.keras.ModelConfig;
import org.graft.storage.Json;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every architecture of {@code keras.applications} against real Keras: structure, arrays, shapes at
 * two sizes, official files, and what it computes, block by block and end to end. {@code
 * -Darchitectures=REGEX} chooses some.
 */
@Tag("catalogue")
class CatalogueTest {
  private static final Path FOLDER = Path.of("target", "goldens");

  /**
   * How much more than one 1e-7 change of the input does to Keras, rounding in another order may.
   */
  static final double END_TO_END = 3;

  /** What Deeplearning4j's importer carries without loss; in the others some layer is not. */
  private static final String CARRIED =
      "vgg.*|inception_v3|xception|resnet.*|mobilenet|mobilenet_v2|densenet.*|nasnet.*";

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Map<String, Future<String>> GOLDENS = new LinkedHashMap<>();
  private static final ExecutorService PYTHON = Executors.newSingleThreadExecutor();

  /** One Python for each family, while the families before it are being tested. */
  @BeforeAll
  static void makeGoldens() {
    RealPython.require();
    Map<String, List<Object>> families = new LinkedHashMap<>();
    architectures()
        .forEach(name -> families.computeIfAbsent(family(name), f -> new ArrayList<>()).add(name));
    families.forEach(
        (family, names) -> {
          List<Object> arguments = new ArrayList<>(List.of("--catalogue", FOLDER));
          arguments.addAll(names);
          GOLDENS.put(
              family,
              PYTHON.submit(
                  () -> RealPython.run("fixtures/import_goldens.py", arguments.toArray())));
        });
  }

  @AfterAll
  static void stop() {
    PYTHON.shutdownNow();
  }

  static Stream<String> architectures() {
    String wanted = System.getProperty("architectures", "(?!demo).*");
    return CATALOGUE.entries().keySet().stream().filter(name -> name.matches(wanted));
  }

  private static String family(String name) {
    return name.replaceFirst("[_\\d].*", "");
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void isWhatRealKerasMakesOfIt(String name) throws Exception {
    GOLDENS.get(family(name)).get();
    JsonNode keras = Json.read(FOLDER.resolve(name + ".json"), JsonNode.class);
    CatalogueEntry entry = CATALOGUE.entry(name);
    Plan whole = DirectReader.read(CATALOGUE.config(name));
    ModelConfig config = CATALOGUE.configWithoutTop(name).orElse(CATALOGUE.config(name));
    Plan base = DirectReader.read(config).upTo(entry.featureLayer());
    checkFacts(entry, keras);
    checkArrays(whole, keras.path("layersWithTop"), entry.arrays().withTop());
    checkArrays(base, keras.path("layers"), entry.arrays().withoutTop());
    assertThat(whole.parameterCount()).isEqualTo(entry.parameters().withTop());
    assertThat(base.parameterCount()).isEqualTo(entry.parameters().withoutTop());
    checkReaders(name, config, base);
    Model model = new Model(base, Formula.weights(base));
    keras
        .path("shapes")
        .properties()
        .forEach(
            size -> {
              int side = Integer.parseInt(size.getKey());
              checkShapes(base, side, size.getValue());
              checkOutputs(model, entry, FOLDER.resolve(name + "_" + side + "px.npz"));
            });
  }

  private static void checkFacts(CatalogueEntry entry, JsonNode keras) {
    assertThat(entry.parameters().withTop()).isEqualTo(keras.path("parametersWithTop").asLong());
    assertThat(entry.parameters().withoutTop()).isEqualTo(keras.path("parameters").asLong());
    for (JsonNode file : keras.path("files")) {
      String checksum = file.path(1).asText();
      assertThat(entry.downloads())
          .as(file.toString())
          .anySatisfy(
              official -> {
                assertThat(official.url()).hasToString(file.path(0).asText());
                assertThat(Arrays.asList(official.md5(), official.sha256()))
                    .contains(file.path(1).isNull() ? null : checksum);
              });
    }
  }

  /** The layers in Keras' order under its names, each with arrays of Keras' shapes, in order. */
  private static void checkArrays(Plan plan, JsonNode keras, long arrays) {
    Map<String, List<Parameter>> parameters = plan.parameters();
    List<String> found = new ArrayList<>();
    for (Layer layer : plan.layers()) {
      List<Parameter> own = parameters.getOrDefault(layer.name(), List.of());
      found.add(layer.name() + own.stream().map(p -> Arrays.toString(p.shape())).toList());
    }
    List<String> expected = new ArrayList<>();
    long count = 0;
    for (JsonNode layer : keras) {
      List<String> shapes = new ArrayList<>();
      layer.path("arrays").forEach(array -> shapes.add(text(array.path(1))));
      expected.add(layer.path("name").asText() + shapes);
      count += shapes.size();
    }
    assertThat(found).isEqualTo(expected);
    assertThat(count).isEqualTo(arrays);
  }

  private static void checkReaders(String name, ModelConfig config, Plan base) {
    ModelConfig kept = config.keeping(base.layers().stream().map(Layer::name).toList());
    int size = CATALOGUE.entry(name).nativeSize();
    if (name.matches(CARRIED)) {
      assertThat(Dl4jReader.read(kept, size).layers()).isEqualTo(base.layers());
    } else {
      assertThatThrownBy(() -> Dl4jReader.read(kept, size))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("Deeplearning4j's importer");
    }
  }

  private static void checkShapes(Plan plan, int size, JsonNode keras) {
    Map<String, Shape> shapes = plan.shapes(Shape.square(size, 3));
    keras
        .properties()
        .forEach(
            layer ->
                assertThat(Arrays.toString(shapes.get(layer.getKey()).axes()))
                    .as(layer.getKey() + " at " + size)
                    .isEqualTo(text(layer.getValue())));
    assertThat(keras.size()).isEqualTo(plan.layers().size() - 1);
  }

  private static String text(JsonNode shape) {
    return shape.toString().replace(",", ", ");
  }

  private static void checkOutputs(Model model, CatalogueEntry entry, Path golden) {
    Verification blocks = Verification.of(model, golden);
    assertThat(blocks.stretches().stream().map(Verification.Stretch::end))
        .isEqualTo(entry.blocks().stream().map(Block::end).toList());
    assertThat(blocks.stretches()).allMatch(blocks::passes, "agrees to 1e-5");
    Map<String, NpyArray> keras = NpzFile.read(golden);
    String end = entry.featureLayer();
    NpyArray image = keras.get("input");
    Model whole = model.forImages(Shape.square(image.shape()[1], 3));
    double allowed =
        END_TO_END
            * Math.max(Verification.TOLERANCE, keras.get("amplification/" + end).values()[0]);
    assertThat(Activations.difference(whole, image, keras.get(end)))
        .as("%s end to end", golden)
        .isLessThan(allowed);
    assertThat(Activations.difference(FoldBatchNorm.apply(whole), image, keras.get(end)))
        .as("%s end to end, folded", golden)
        .isLessThan(allowed);
  }
}
