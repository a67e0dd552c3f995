package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.fixture.Formula;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.BatchNorm;
import org.graft.plan.Concat;
import org.graft.plan.Conv2d;
import org.graft.plan.Dropout;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Padding;
import org.graft.plan.Plan;
import org.graft.plan.Preprocessing;
import org.graft.plan.Rescale;
import org.graft.plan.Resize2d;
import org.graft.plan.ReverseChannels;
import org.graft.plan.Select;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Window;
import org.graft.plan.ZeroPad2d;
import org.graft.source.keras.ConfigReader;
import org.graft.source.keras.DirectReader;
import org.graft.source.tensorflow.GraphOptions;
import org.graft.source.tensorflow.TensorflowReader;
import org.graft.source.tensorflow.Translator;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is the same network is recognised however it is written down, and what is not is not. */
class ArchitectureMatchTest {
  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final String FOLDER = "/fixtures/known/";

  private static Plan described(String name) {
    return DirectReader.read(
        ConfigReader.read(Json.resource(FOLDER + name + ".json.gz", JsonNode.class)));
  }

  private static Plan known(String name) {
    return DirectReader.read(CATALOGUE.config(name));
  }

  private static Optional<ArchitectureMatch> find(Plan plan) {
    return ArchitectureMatch.find(CATALOGUE, plan);
  }

  private static void expect(String architecture, Preprocessing preprocessing, Plan plan) {
    ArchitectureMatch like = find(plan).orElseThrow();
    assertThat(like.architecture()).isEqualTo(architecture);
    assertThat(like.preprocessing()).contains(preprocessing);
    assertThat(plan.find(like.entry().featureLayer())).isPresent();
  }

  /** Written by real Keras. */
  @ParameterizedTest
  @CsvSource({
    "efficientnet_b0_untrained, efficientnet_b0, RAW, top_activation",
    "mobilenet_v3_small_0.5, mobilenet_v3_small, RAW, activation_17",
    "mobilenet_v3_small_0.35_bare, mobilenet_v3_small, TF, activation_17",
    "mobilenet_v3_large_0.5, mobilenet_v3_large, RAW, activation_19",
    "mobilenet_v3_large_1.25, mobilenet_v3_large, RAW, activation_19",
    "mobilenet_v2_rescaled, mobilenet_v2, RAW, out_relu",
    "mobilenet_v2_halved, mobilenet_v2, RAW, out_relu",
    "teachable_machine, mobilenet_v2, TF, out_relu",
  })
  void otherDescriptionsOfAKnownNetwork(
      String file, String architecture, Preprocessing preprocessing, String feature) {
    Plan plan = described(file);
    expect(architecture, preprocessing, plan);
    assertThat(find(plan).orElseThrow().entry().featureLayer()).isEqualTo(feature);
    assertThat(FeatureLayer.of(plan)).isEqualTo(feature);
  }

  @Test
  void zerosThatAreNotThoseOfSameMakeAnotherNetwork() {
    assertThat(find(described("mobilenet_v2_odd"))).isEmpty();
    assertThat(find(padded(known("mobilenet"), 1, 1))).isEmpty();
    expect("mobilenet", Preprocessing.TF, padded(known("mobilenet"), 0, 1));
  }

  /** Every 'same' convolution of stride 2 behind zeros of its own. */
  private static Plan padded(Plan plan, int before, int behind) {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : plan.layers()) {
      if (layer instanceof Conv2d conv && conv.window().strides().height() == 2) {
        String pad = conv.name() + "_pad";
        Window window = conv.window();
        layers.add(new ZeroPad2d(pad, conv.input(), before, behind, before, behind));
        layers.add(
            new Conv2d(
                conv.name(),
                pad,
                conv.filters(),
                new Window(window.size(), window.strides(), Padding.VALID),
                1,
                conv.bias(),
                conv.activation()));
      } else {
        layers.add(layer);
      }
    }
    return new Plan(layers);
  }

  @Test
  void framesOfTensorflowSlimAreMobileNet() {
    Model model =
        Translator.read(
                TensorflowReader.open(
                    Path.of("src/test/resources" + FOLDER + "slim_mobilenet.pb"),
                    GraphOptions.NONE),
                null)
            .model();
    expect("mobilenet", Preprocessing.TF, model.plan());
  }

  @Test
  void layersThatDoNothingAreNoDifference() {
    List<Layer> layers = new ArrayList<>();
    Map<String, String> behind = new HashMap<>();
    for (Layer given : known("resnet50").layers()) {
      Layer layer =
          given.withInputs(given.inputs().stream().map(i -> behind.getOrDefault(i, i)).toList());
      layers.add(layer);
      layers.add(new Dropout(layer.name() + "_drop", layer.name(), 0.1));
      layers.add(new Activate(layer.name() + "_same", layer.name() + "_drop", Activation.LINEAR));
      behind.put(layer.name(), layer.name() + "_same");
    }
    expect("resnet50", Preprocessing.CAFFE, new Plan(layers));
  }

  @Test
  void batchNormWithinTheConvolutionsIsFound() {
    Plan plan = known("mobilenet").upTo("conv_pw_13_relu");
    Model folded = FoldBatchNorm.apply(new Model(plan, Formula.weights(plan)));
    assertThat(folded.plan().layers()).noneMatch(BatchNorm.class::isInstance);
    expect("mobilenet", Preprocessing.TF, folded.plan());
  }

  /** VGG with batch normalisation was trained by others, on pixels prepared otherwise. */
  @Test
  void batchNormThatTheArchitectureLacksMakesAnotherNetwork() {
    List<Layer> layers = new ArrayList<>();
    Map<String, String> behind = new HashMap<>();
    for (Layer given : known("vgg16").upTo("block5_pool").layers()) {
      Layer layer =
          given.withInputs(given.inputs().stream().map(i -> behind.getOrDefault(i, i)).toList());
      if (layer instanceof Conv2d conv) {
        String name = conv.name();
        layers.add(
            new Conv2d(
                name, conv.input(), conv.filters(), conv.window(), 1, true, Activation.LINEAR));
        layers.add(new BatchNorm(name + "_bn", name, 1e-3, true, true));
        layers.add(new Activate(name + "_relu", name + "_bn", Activation.RELU));
        behind.put(name, name + "_relu");
      } else {
        layers.add(layer);
      }
    }
    assertThat(find(new Plan(layers))).isEmpty();
  }

  /** The base's own preprocessing, or a part of it, in front as layers. */
  @Test
  void whatANetworkDoesToPixelsItselfIsNotDoneAgain() {
    Plan vgg = known("vgg16").upTo("block5_pool");
    expect("vgg16", Preprocessing.CAFFE, vgg);
    expect("vgg16", Preprocessing.RAW, behind(vgg, Preprocessing.CAFFE.layers("image")));
    expect(
        "vgg16",
        Preprocessing.CAFFE_RGB,
        behind(vgg, List.of(new ReverseChannels("bgr", "image"))));
    expect(
        "vgg16",
        Preprocessing.RAW_BGR,
        behind(
            vgg,
            List.of(
                new Rescale(
                    "means", "image", List.of(1f), List.of(-103.939f, -116.779f, -123.68f)))));
  }

  /**
   * Colours taken apart, freed of their means and joined the other way round; then out of order.
   */
  @Test
  void coloursPreparedOneByOneAreOnePicture() {
    Plan vgg = known("vgg16").upTo("block5_pool");
    List<Layer> front = new ArrayList<>();
    float[] means = {123.68f, 116.779f, 103.939f};
    for (int c = 0; c < means.length; c++) {
      front.add(new Select("colour_" + c, "image", 3, List.of(c)));
      front.add(new Rescale("mean_" + c, "colour_" + c, List.of(1f), List.of(-means[c])));
    }
    front.add(new Concat("bgr", List.of("mean_2", "mean_1", "mean_0")));
    expect("vgg16", Preprocessing.RAW, behind(vgg, front));
    front.set(6, new Concat("grb", List.of("mean_1", "mean_0", "mean_2")));
    assertThat(find(behind(vgg, front))).isEmpty();
  }

  /** Resized at the front, whatever is done to the pixels then. */
  @Test
  void resizingLeavesThePreprocessingAsItIs() {
    Plan vgg = known("vgg16").upTo("block5_pool");
    Layer resized =
        new Resize2d(
            "resized",
            "image",
            new Size2d(224, 224),
            Resize2d.ResizeMethod.BILINEAR,
            Resize2d.CellGrid.CORNERS);
    expect("vgg16", Preprocessing.CAFFE, behind(vgg, List.of(resized)));
    List<Layer> front = new ArrayList<>(List.of(resized));
    Preprocessing.CAFFE.layers("resized").forEach(front::add);
    expect("vgg16", Preprocessing.RAW, behind(vgg, front));
  }

  private static Plan behind(Plan plan, List<? extends Layer> front) {
    String end = front.get(front.size() - 1).name();
    String input = plan.input().name();
    List<Layer> layers = new ArrayList<>(List.of(new Input("image", Shape.square(224, 3))));
    layers.addAll(front);
    for (Layer layer : plan.layers().subList(1, plan.layers().size())) {
      layers.add(
          layer.withInputs(layer.inputs().stream().map(i -> i.equals(input) ? end : i).toList()));
    }
    return new Plan(layers);
  }

  @ParameterizedTest
  @CsvSource({"vgg19", "inception_v3", "densenet121", "nasnet_mobile", "convnext_tiny"})
  void eachIsItself(String name) {
    CatalogueEntry entry = CATALOGUE.entry(name);
    expect(name, Preprocessing.of(entry.preprocessing()), known(name));
  }

  @Test
  void kernelsAreCountedRight() {
    CATALOGUE
        .entries()
        .forEach(
            (name, entry) -> {
              Plan base =
                  DirectReader.read(CATALOGUE.configWithoutTop(name).orElse(CATALOGUE.config(name)))
                      .upTo(entry.featureLayer());
              assertThat(KernelCount.of(base)).as(name).endsWith(entry.kernels());
            });
  }
}
