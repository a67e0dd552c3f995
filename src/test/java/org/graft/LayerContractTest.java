package org.graft;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.graft.engine.Precision;
import org.graft.engine.onednn.OneDnnEngine;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxOptions;
import org.graft.fixture.Formula;
import org.graft.fixture.LayerExamples;
import org.graft.fixture.LayerGoldens;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.CommonKind;
import org.graft.plan.Layer;
import org.graft.plan.LayerKind;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.RareKind;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.runtime.OnnxSession;
import org.graft.storage.Json;
import org.graft.tape.TrainableNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What every layer kind owes: a shape rule, a graph, a file, an engine, gradients, JSON. SameDiff
 * is the reference; it is held to real Keras elsewhere, layer by layer.
 */
class LayerContractTest {
  private static final double CLOSE = 1e-5;

  /** Of a difference quotient in float32. */
  private static final double NEAR = 0.01;

  private static final double STEP = 0.001;

  /** Common kinds that the tape leaves to SameDiff's gradients. */
  private static final Set<CommonKind> NOT_ON_TAPE =
      EnumSet.of(
          CommonKind.ELU,
          CommonKind.PRELU,
          CommonKind.CLIP,
          CommonKind.UP_SAMPLE2D,
          CommonKind.CROP2D,
          CommonKind.PERMUTE);

  @TempDir Path folder;

  static Stream<LayerKind> kinds() {
    return LayerKind.all().stream();
  }

  static Stream<LayerKind> kindsOnTape() {
    return kinds().filter(kind -> kind instanceof CommonKind && !NOT_ON_TAPE.contains(kind));
  }

  /** But for those whose steps have no slope. */
  static Stream<LayerKind> kindsOfSameDiffsGradients() {
    return kinds()
        .filter(kind -> kind instanceof RareKind || NOT_ON_TAPE.contains(kind))
        .filter(kind -> kind != RareKind.FAKE_QUANTIZE);
  }

  @Test
  void everyLayerOfThePlanIsOfOneKind() {
    assertThat(LayerKind.all().stream().map(LayerKind::type).map(Class::getName))
        .containsExactlyInAnyOrderElementsOf(
            new ClassFileImporter()
                .importPackagesOf(Layer.class).stream()
                    .filter(type -> type.isRecord() && type.isAssignableTo(Layer.class))
                    .map(JavaClass::getName)
                    .toList());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aKindIsOneRecordOfThePlan(LayerKind kind) {
    assertThat(layer(kind)).isInstanceOf(kind.type());
    assertThat(layer(kind).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theGraphGivesWhatTheShapeRuleSays(LayerKind kind) {
    Model model = LayerExamples.of(kind);
    long[] expected = model.plan().outputShape().batched();
    expected[0] = LayerExamples.images().shape()[0];
    assertThat(bySameDiff(model).shape()).isEqualTo(ints(expected));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aCopyThatReadsOthersDiffersInThatAlone(LayerKind kind) {
    Layer layer = layer(kind);
    List<String> others = layer.inputs().stream().map(name -> name + "'").toList();
    Layer copy = layer.withInputs(others);
    assertThat(copy.inputs()).isEqualTo(others);
    assertThat(copy.withInputs(layer.inputs())).isEqualTo(layer);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsWrittenAsJsonIsReadTheSame(LayerKind kind) {
    Plan plan = LayerExamples.of(kind).plan();
    assertThat(Json.record(Json.tree(plan), Plan.class, folder)).isEqualTo(plan);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theOnnxFileComputesWhatSameDiffComputes(LayerKind kind) {
    SameDiffNetwork network = Emitter.inference(LayerExamples.of(kind));
    Tensor images = LayerExamples.images();
    Tensor expected = bySameDiff(network.model());
    Path file = folder.resolve("layer.onnx");

    OnnxExport.write(
        network, file, OnnxOptions.features(network.output()), SameDiffNetwork.toNative(images));

    try (OnnxSession session = OnnxSession.open(file)) {
      float[] found =
          session.run(images.values(), images.shape()[0]).get(network.output()).values();
      assertClose(new Tensor(found, expected.shape()), expected);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void oneDnnComputesWhatSameDiffComputes(LayerKind kind) {
    Model model = LayerExamples.of(kind);
    Tensor images = LayerExamples.images();
    try (OneDnnEngine engine = new OneDnnEngine(model, images.shape()[0], Precision.FLOAT32)) {
      assertClose(engine.run(Map.of(model.plan().input().name(), images)), bySameDiff(model));
      assertThat(engine.bySameDiff()).hasSize(kind instanceof RareKind ? 1 : 0);
    }
  }

  @ParameterizedTest
  @MethodSource("kindsOnTape")
  void theTapesGradientsAreSameDiffs(LayerKind kind) {
    Model model = LayerExamples.of(kind);
    String input = model.plan().input().name();
    try (TrainableNetwork tape = TrainableNetwork.of(model, Set.of()).orElseThrow()) {
      Tensor output = tape.forward(Map.of(input, LayerExamples.images()), Map.of());
      Map<String, INDArray> found = tape.backward(weights(output.size()));
      Map<String, INDArray> expected = gradients(model, found.keySet());
      assertThat(found)
          .containsKey(SameDiffNetwork.variable(LayerExamples.TRAINED, Weights.KERNEL));
      found.forEach(
          (variable, gradient) ->
              assertClose(
                  SameDiffNetwork.fromNative(gradient),
                  SameDiffNetwork.fromNative(expected.get(variable))));
    }
  }

  /** Some are written out where they are trained through. */
  @ParameterizedTest
  @MethodSource("kinds")
  void theGraphForTrainingComputesTheSame(LayerKind kind) {
    Model model = LayerExamples.of(kind);
    SameDiffNetwork network = Emitter.training(model, Set.of(LayerExamples.TRAINED));
    INDArray output = network.run(SameDiffNetwork.toNative(LayerExamples.images()));
    assertClose(SameDiffNetwork.fromNative(output), bySameDiff(model));
  }

  @ParameterizedTest
  @EnumSource(RareKind.class)
  void rareKindsAreLeftToSameDiffsGradients(RareKind kind) {
    assertThat(TrainableNetwork.of(LayerExamples.of(kind), Set.of())).isEmpty();
  }

  /** Of a sum of the output's numbers, each weighed, by all of a kernel's numbers at once. */
  @ParameterizedTest
  @MethodSource("kindsOfSameDiffsGradients")
  void sameDiffsGradientsAreDifferenceQuotients(LayerKind kind) {
    Model model = LayerExamples.of(kind);
    assertThat(TrainableNetwork.of(model, Set.of())).isEmpty();
    String kernel = SameDiffNetwork.variable(LayerExamples.TRAINED, Weights.KERNEL);
    INDArray gradient = gradients(model, Set.of(kernel)).get(kernel);
    double found = gradient.sumNumber().doubleValue();
    double expected = (loss(moved(model, STEP)) - loss(moved(model, -STEP))) / (2 * STEP);
    assertThat(Math.abs(found - expected) / Math.abs(expected)).isLessThan(NEAR);
  }

  private static Layer layer(LayerKind kind) {
    Plan plan = LayerExamples.of(kind).plan();
    return kind == CommonKind.INPUT ? plan.input() : plan.layer(LayerExamples.LAYER);
  }

  private static Tensor bySameDiff(Model model) {
    SameDiffNetwork network = Emitter.inference(model);
    return SameDiffNetwork.fromNative(
        network.run(SameDiffNetwork.toNative(LayerExamples.images())));
  }

  private static Map<String, INDArray> gradients(Model model, Set<String> variables) {
    Set<String> layers = new LinkedHashSet<>();
    variables.forEach(v -> layers.add(v.substring(0, v.indexOf(SameDiffNetwork.SEPARATOR))));
    SameDiffNetwork network = Emitter.training(model, layers);
    SameDiff graph = network.graph();
    SDVariable output = graph.getVariable(network.output());
    long[] shape = model.plan().outputShape().batched();
    shape[0] = LayerExamples.images().shape()[0];
    INDArray weights =
        Nd4j.create(weights(LayerExamples.images().shape()[0] * model.plan().outputShape().size()))
            .reshape(shape)
            .castTo(DataType.FLOAT);
    graph.sum("loss", output.mul(graph.constant(weights)));
    graph.setLossVariables("loss");
    INDArray images = SameDiffNetwork.toNative(LayerExamples.images());
    return graph.calculateGradients(Map.of(network.input(), images), variables);
  }

  private static double loss(Model model) {
    double loss = 0;
    float[] output = bySameDiff(model).values();
    double[] weights = weights(output.length);
    for (int i = 0; i < output.length; i++) {
      loss += weights[i] * output[i];
    }
    return loss;
  }

  private static Model moved(Model model, double step) {
    Tensor kernel = model.weights().get(LayerExamples.TRAINED, Weights.KERNEL);
    float[] values = kernel.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) step;
    }
    Map<String, Tensor> own = new LinkedHashMap<>(model.weights().of(LayerExamples.TRAINED));
    own.put(Weights.KERNEL, new Tensor(values, kernel.shape()));
    return model.withWeights(
        Weights.builder().putAll(model.weights()).put(LayerExamples.TRAINED, own).build());
  }

  private static void assertClose(Tensor found, Tensor expected) {
    assertThat(LayerGoldens.difference(found, expected)).isLessThan(CLOSE);
  }

  /** Of each number of the output in the loss. */
  private static double[] weights(int size) {
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] = Formula.uniform(1, i) - 0.3;
    }
    return weights;
  }

  private static int[] ints(long... values) {
    return LongStream.of(values).mapToInt(Math::toIntExact).toArray();
  }
}
