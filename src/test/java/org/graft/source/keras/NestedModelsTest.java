package org.graft.source.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Plan;
import org.graft.plan.Weights;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models in models as Keras 2.2 to 2.15 described and stored them. */
class NestedModelsTest {
  private static final String CONV =
      "{'class_name':'Conv2D','config':{'name':'NAME','filters':4,'kernel_size':[1,1],'strides':[1,1],"
          + "'padding':'same','activation':'linear','use_bias':false,'trainable':TRAINED SHAPE}}";
  private static final String NORM =
      "{'class_name':'BatchNormalization','config':{'name':'NAME','axis':[3],'epsilon':0.001,"
          + "'momentum':0.99,'trainable':TRAINED}}";

  private static String conv(String name, boolean trained, String shape) {
    return named(CONV, name, trained).replace(" SHAPE", shape);
  }

  private static String norm(String name, boolean trained) {
    return named(NORM, name, trained);
  }

  private static String named(String layer, String name, boolean trained) {
    return layer.replace("NAME", name).replace("TRAINED", Boolean.toString(trained));
  }

  private static ModelConfig read(String json) {
    return ConfigReader.read(Json.parse(json.replace('\'', '"'), Path.of("m")));
  }

  /**
   * A stack of Keras 2.2: no InputLayer, the first layer says the shape, the layers a bare list.
   */
  @Test
  void aStackWithoutAnInputLayerTakesTheShapeOfItsFirstLayer() {
    String shape = ",'batch_input_shape':[null,8,8,3],'dtype':'float32'";
    ModelConfig config =
        read(
            "{'class_name':'Sequential','config':["
                + conv("first", true, shape)
                + ","
                + norm("second", true)
                + "]}");
    assertThat(config.layerNames()).containsExactly("first_input", "first", "second");
    assertThat(DirectReader.read(config).input().shape().height()).isEqualTo(8);
  }

  private static String stack(boolean convTrained, boolean normTrained) {
    String inner =
        "{'class_name':'Sequential','config':{'name':'base','layers':["
            + conv("conv", convTrained, ",'batch_input_shape':[null,8,8,3]")
            + ","
            + norm("norm", normTrained)
            + ","
            + conv("last", true, "")
            + "]}}";
    return "{'class_name':'Sequential','config':{'name':'m','build_input_shape':[null,8,8,3],'layers':["
        + inner
        + ","
        + conv("conv", true, "")
        + "]}}";
  }

  @Test
  void innerNamesAreKeptWhereTheyAreFree() {
    ModelConfig config = read(stack(true, true));
    assertThat(config.layerNames())
        .containsExactly("base_input", "base_conv", "norm", "last", "conv");
    assertThat(config.place("norm").path()).isEqualTo("sequential/batch_normalization");
    assertThat(config.place("last").path()).isEqualTo("sequential/conv2d_1");
    assertThat(config.place("conv").path()).isEqualTo("conv2d");
    assertThat(config.place("base_conv").group()).isEqualTo("base");
  }

  private static StoredArray array(String name, int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Arrays.fill(values, name.hashCode());
    return new StoredArray(name, shape, () -> values);
  }

  private static Weights read(ModelConfig config, String... names) {
    List<StoredArray> inner = new ArrayList<>();
    for (String name : names) {
      boolean kernel = name.contains("kernel") || name.startsWith("k");
      boolean first = name.contains("conv") || name.equals("k0");
      inner.add(kernel ? array(name, 1, 1, first ? 3 : 4, 4) : array(name, 4));
    }
    KerasFile file =
        new KerasFile(
            Optional.empty(),
            Optional.empty(),
            AssignBy.ORDER_AND_NAME,
            List.of(
                new StoredLayer("base", inner),
                new StoredLayer("conv", List.of(array("conv/kernel:0", 1, 1, 4, 4)))));
    Plan plan = DirectReader.read(config);
    Assignment assignment = Assignment.of(config, plan, plan, file);
    assertThat(assignment.problems()).isEmpty();
    return assignment.read(plan);
  }

  /** Keras 2 names arrays by layer, not by model, and lists what is trained first. */
  @Test
  void arraysOfANestedModelAreDealtOutByName() {
    Weights weights =
        read(
            read(stack(true, true)),
            "conv/kernel:0",
            "norm/gamma:0",
            "norm/beta:0",
            "last/kernel:0",
            "norm/moving_mean:0",
            "norm/moving_variance:0");
    assertThat(weights.get("base_conv", "kernel").values()[0])
        .isEqualTo("conv/kernel:0".hashCode());
    assertThat(weights.get("norm", "moving_mean").values()[0])
        .isEqualTo("norm/moving_mean:0".hashCode());
    assertThat(weights.get("last", "kernel").values()[0]).isEqualTo("last/kernel:0".hashCode());
  }

  /** A frozen layer's arrays all stand behind those that are trained. */
  @Test
  void whereNamesDoNotTellKerasOrderDoes() {
    Weights trained = read(read(stack(true, true)), "k0", "v1", "v2", "k3", "v4", "v5");
    assertThat(trained.get("norm", "gamma").values()[0]).isEqualTo("v1".hashCode());
    assertThat(trained.get("norm", "moving_mean").values()[0]).isEqualTo("v4".hashCode());
    Weights frozen = read(read(stack(false, false)), "k3", "k0", "v1", "v2", "v4", "v5");
    assertThat(frozen.get("last", "kernel").values()[0]).isEqualTo("k3".hashCode());
    assertThat(frozen.get("norm", "gamma").values()[0]).isEqualTo("v1".hashCode());
    assertThat(frozen.get("norm", "moving_mean").values()[0]).isEqualTo("v4".hashCode());
  }

  @Test
  void aFunctionalModelOfKeras2IsReadAtAnyOfItsNodes() {
    String inner =
        "{'class_name':'Model','name':'base','config':{'name':'base','layers':["
            + "{'class_name':'InputLayer','name':'image','config':{'name':'image',"
            + "'batch_input_shape':[null,null,null,3]},'inbound_nodes':[]},"
            + wired(conv("conv", true, ""), "conv", "image", 0)
            + "],'input_layers':[['image',0,0]],'output_layers':[['conv',0,0]]},"
            + "'inbound_nodes':[[['in',0,0,{'training':false}]]]}";
    String whole =
        "{'class_name':'Model','config':{'name':'m','layers':["
            + "{'class_name':'InputLayer','name':'in','config':{'name':'in',"
            + "'batch_input_shape':[null,8,8,3]},'inbound_nodes':[]},"
            + inner
            + ","
            + wired(norm("norm", true), "norm", "base", 1)
            + "],'input_layers':[['in',0,0]],'output_layers':[['norm',0,0]]}}";
    ModelConfig config = read(whole);
    assertThat(config.layerNames()).containsExactly("in", "conv", "norm");
    assertThat(config.layers().get(1).inputs()).containsExactly("in");
    assertThat(config.layers().get(2).inputs()).containsExactly("conv");
    String trains = whole.replace("'training':false", "'training':true");
    assertThat(DirectReader.read(read(trains))).isEqualTo(DirectReader.read(config));
    String adapts =
        trains.replaceFirst("'class_name':'Conv2D'", "'class_name':'BatchNormalization'");
    assertThatThrownBy(() -> DirectReader.read(read(adapts)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("layer conv (BatchNormalization) is called with training=True");
  }

  private static String wired(String layer, String name, String source, int node) {
    return layer.replaceFirst(
        "\\{", "{'name':'" + name + "','inbound_nodes':[[['" + source + "'," + node + ",0,{}]]],");
  }

  @TempDir Path folder;

  /** Keras 2.12 and 2.13 name the group otherwise and count a layer twice that has weights. */
  @Test
  void pathsOfKeras213AreReadByTheRankOfTheirCounts() {
    Path path = folder.resolve("old.weights.h5");
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      WritableGroup layers = hdf.putGroup("_layer_checkpoint_dependencies");
      for (String name : List.of("conv2d", "conv2d_2", "conv2d_10")) {
        layers.putGroup(name).putGroup("vars").putDataset("0", new float[] {name.length()});
      }
    }
    try (KerasSource source = KerasSource.open(path)) {
      Map<String, Float> first = new TreeMap<>();
      source.read().layers().forEach(l -> first.put(l.name(), l.arrays().get(0).values().get()[0]));
      assertThat(first).isEqualTo(Map.of("conv2d", 6f, "conv2d_1", 8f, "conv2d_2", 9f));
    }
  }
}
