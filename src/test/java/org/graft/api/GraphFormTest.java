package org.graft.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.graft.failure.InputException;
import org.graft.plan.Layer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.listeners.records.History;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.RmsProp;

/** Graphs in the hands of someone who knows SameDiff, and what SameDiff M2.1 does with them. */
class GraphFormTest {
  private static final int SIDE = 32;
  private static final int CLASSES = 3;
  private static final GraphForm PIXELS = GraphForm.ofPixels().size(SIDE);

  @TempDir static Path folder;

  private static ImportedBase vgg;
  private static ImportedBase inception;

  @BeforeAll
  static void read() {
    vgg = Graft.importKeras(Path.of("data/networks/demo_vgg.h5"));
    inception = Graft.importKeras(Path.of("data/networks/demo_inception.h5"));
  }

  @Test
  void everyLayerIsThereUnderItsNameAndAllIsConstant() {
    for (ImportedBase base : List.of(vgg, inception)) {
      SameDiff graph = base.toSameDiff(PIXELS);
      assertThat(graph.inputs()).containsExactly("image");
      assertThat(graph.getVariable("image").getShape()).containsExactly(-1, SIDE, SIDE, 3);
      assertThat(graph.getVariable("image").dataType()).isEqualTo(DataType.FLOAT);
      assertThat(graph.outputs()).containsExactly(base.featureLayer());
      List<Layer> layers = base.base().features().plan().layers();
      assertThat(layers.subList(1, layers.size())).allMatch(l -> graph.hasVariable(l.name()));
      assertThat(variables(graph)).isEmpty();
    }
  }

  @Test
  void nativeSizeIsTakenWhereNoneIsNamed() {
    long[] shape = inception.toSameDiff().getVariable("image").getShape();
    assertThat(shape[1]).isEqualTo(inception.base().facts().nativeSize());
  }

  @Test
  void pixelsAreTurnedIntoWhatThePreparedGraphTakes() {
    INDArray pixels = images(2);
    INDArray prepared = pixels.dup('c');
    double[] means = {103.939, 116.779, 123.68};
    for (long i = 0; i < pixels.length() / 3; i++) {
      for (int c = 0; c < 3; c++) {
        prepared.data().put(3 * i + c, pixels.data().getFloat(3 * i + 2 - c) - means[c]);
      }
    }
    assertThat(vgg.base().facts().preprocessing().orElseThrow()).hasToString("caffe");
    INDArray expected = run(vgg.toSameDiff(GraphForm.ofPrepared().size(SIDE)), prepared);
    assertThat(run(vgg.toSameDiff(PIXELS), pixels).sub(expected).amaxNumber().doubleValue())
        .isLessThan(1e-4 * expected.amaxNumber().doubleValue());
  }

  @Test
  void whatLiesBehindABoundaryIsVariable() {
    List<Layer> layers = vgg.base().features().plan().layers();
    String block = vgg.base().facts().blocks().get(1).name();
    String last = block + "_conv1";
    int index = vgg.base().features().plan().indexOf(last);
    List<String> expected = variables(vgg.toSameDiff(PIXELS.trainable(last)));
    assertThat(expected).contains(last + "/kernel", last + "/bias");
    assertThat(expected)
        .allMatch(name -> layers.stream().skip(index).anyMatch(l -> name.startsWith(l.name())));
    assertThat(variables(vgg.toSameDiff(PIXELS.trainable(block)))).isEqualTo(expected);
    assertThat(variables(vgg.toSameDiff(PIXELS.trainable("" + index)))).isEqualTo(expected);
    assertThat(variables(vgg.toSameDiff(PIXELS.trainable("0")))).hasSizeGreaterThan(4);
  }

  @Test
  void ownHeadIsTrainedOnAFrozenBaseThatKeepsEveryBit() {
    SameDiff graph = vgg.toSameDiff(PIXELS);
    Map<String, float[]> before = stored(graph, VariableType.CONSTANT);
    double first = loss(withHead(graph, vgg));
    History history = graph.fit(new SingletonDataSetIterator(data()), 10);
    assertThat(loss(graph)).isLessThan(first);
    assertSame(stored(graph, VariableType.CONSTANT), before);
    assertThat(history.lossCurve().meanLoss(0).totalLoss()).isZero();
    assertThat(first).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"vgg, block2_conv1", "inception, 9"})
  void fineTunedPartMovesAndWhatLiesBeforeDoesNot(String name, String from) {
    ImportedBase base = name.equals("vgg") ? vgg : inception;
    SameDiff graph = base.toSameDiff(PIXELS.trainable(from));
    List<String> trained = variables(graph);
    withHead(graph, base);
    Map<String, float[]> frozen = stored(graph, VariableType.CONSTANT);
    Map<String, float[]> before = stored(graph, VariableType.VARIABLE);
    graph.fit(new SingletonDataSetIterator(data()), 3);
    assertSame(stored(graph, VariableType.CONSTANT), frozen);
    Map<String, float[]> after = stored(graph, VariableType.VARIABLE);
    assertThat(trained).isNotEmpty();
    assertThat(after.keySet()).containsAll(trained);
    assertThat(trained.stream().filter(v -> v.endsWith("/kernel")))
        .allSatisfy(v -> assertThat(after.get(v)).as(v).isNotEqualTo(before.get(v)));
  }

  @Test
  void savedGraphComputesTheSameAndForgetsItsOutputs() {
    SameDiff graph = inception.toSameDiff(PIXELS);
    Path file = folder.resolve("base.fb");
    graph.save(file.toFile(), false);
    SameDiff loaded = SameDiff.load(file.toFile(), false);
    assertThat(loaded.outputs()).isNull();
    assertThat(loaded.inputs()).containsExactly("image");
    loaded.setOutputs(graph.outputs());
    assertThat(run(loaded, images(2))).isEqualTo(run(graph, images(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras_export", "keras_saved", "frozen_v2.pb"})
  void graphOfATensorflowImportIsThatOfTheKerasFile(String name) {
    Path fixtures = Path.of("src/test/resources/fixtures/tensorflow");
    ImportedBase keras = Graft.importKeras(fixtures.resolve("keras.h5"));
    ImportedBase tensorflow = Graft.importTensorflow(fixtures.resolve(name));
    SameDiff expected = keras.toSameDiff(GraphForm.ofPrepared());
    SameDiff found = tensorflow.toSameDiff(GraphForm.ofPrepared());
    assertThat(found.outputs()).isEqualTo(expected.outputs());
    long[] shape = expected.getVariable("image").getShape();
    assertThat(found.getVariable("image").getShape()).isEqualTo(shape);
    INDArray images = Nd4j.linspace(DataType.FLOAT, -1, 0.001, 2 * shape[1] * shape[2] * 3);
    INDArray batch = images.reshape(2, shape[1], shape[2], 3);
    assertThat(run(found, batch)).isEqualTo(run(expected, batch));
  }

  @Test
  void topComesAlongWhereItIsAskedForAndFits() {
    ImportedBase base =
        Graft.importKeras(Path.of("src/test/resources/fixtures/tensorflow/keras.h5"));
    String last = base.base().model().plan().output().name();
    SameDiff graph = base.toSameDiff(GraphForm.ofPrepared().withTop());
    assertThat(graph.outputs()).containsExactly(last).isNotEqualTo(List.of(base.featureLayer()));
    assertThat(graph.hasVariable(base.featureLayer())).isTrue();
  }

  @Test
  void mistakesAreToldInOneLine() {
    assertThatThrownBy(() -> vgg.toSameDiff(PIXELS.trainable("block9")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no layer or block 'block9'");
    assertThatThrownBy(() -> vgg.toSameDiff(PIXELS.trainable(vgg.featureLayer())))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has nothing to train");
    assertThatThrownBy(() -> vgg.toSameDiff(GraphForm.ofPixels().size(2)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("px");
  }

  /** Mean of the map, one product, cross-entropy: as a user writes it. */
  private static SameDiff withHead(SameDiff graph, ImportedBase base) {
    SDVariable map = graph.getVariable(base.featureLayer());
    SDVariable pooled = map.mean(1, 2);
    assertThat(map.getShape()).isNull();
    int width = base.featureShape(SIDE).channels();
    float[] first = new float[width * CLASSES];
    Random random = new Random(3);
    for (int i = 0; i < first.length; i++) {
      first[i] = (float) (0.01 * random.nextGaussian());
    }
    SDVariable kernel =
        graph.var("own/kernel", Nd4j.createFromArray(first).reshape(width, CLASSES));
    SDVariable logits = pooled.mmul("own/logits", kernel);
    SDVariable targets = graph.placeHolder("targets", DataType.FLOAT, -1, CLASSES);
    graph.loss().softmaxCrossEntropy("loss", targets, logits, graph.constant(1f));
    graph.setLossVariables("loss");
    graph.setTrainingConfig(
        new TrainingConfig.Builder()
            .updater(new RmsProp(1e-3))
            .dataSetFeatureMapping("image")
            .dataSetLabelMapping("targets")
            .build());
    return graph;
  }

  private static double loss(SameDiff graph) {
    DataSet data = data();
    return graph
        .outputSingle(Map.of("image", data.getFeatures(), "targets", data.getLabels()), "loss")
        .getDouble(0);
  }

  private static DataSet data() {
    INDArray targets = Nd4j.zeros(DataType.FLOAT, 6, CLASSES);
    for (int i = 0; i < 6; i++) {
      targets.putScalar(i, i % CLASSES, 1);
    }
    return new DataSet(images(6), targets);
  }

  private static INDArray images(int count) {
    Random random = new Random(7);
    float[] levels = new float[count * SIDE * SIDE * 3];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = random.nextInt(256);
    }
    return Nd4j.createFromArray(levels).reshape(count, SIDE, SIDE, 3);
  }

  private static INDArray run(SameDiff graph, INDArray images) {
    return graph.outputSingle(Map.of("image", images), graph.outputs().get(0));
  }

  private static List<String> variables(SameDiff graph) {
    return List.copyOf(stored(graph, VariableType.VARIABLE).keySet());
  }

  private static Map<String, float[]> stored(SameDiff graph, VariableType type) {
    Map<String, float[]> stored = new TreeMap<>();
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() == type && variable.getArr().dataType() == DataType.FLOAT) {
        stored.put(variable.name(), variable.getArr().dup('c').data().asFloat());
      }
    }
    return stored;
  }

  private static void assertSame(Map<String, float[]> found, Map<String, float[]> expected) {
    assertThat(found).isNotEmpty();
    assertThat(expected.keySet()).allMatch(found::containsKey);
    expected.forEach((name, values) -> assertThat(found.get(name)).as(name).isEqualTo(values));
  }
}
