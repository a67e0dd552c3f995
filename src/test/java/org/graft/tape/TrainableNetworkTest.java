package org.graft.tape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.graft.fixture.Formula;
import org.graft.fixture.LayerGoldens;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.Conv2d;
import org.graft.plan.Dense;
import org.graft.plan.Dropout;
import org.graft.plan.Elementwise;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Padding;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.plan.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradients of single layers against real Keras', by input and by weights. */
class TrainableNetworkTest {
  private static final double CLOSE = 1e-5;

  /** Their kernels are constants, to which Keras has no gradients. */
  private static final Set<String> OF_CONSTANTS = Set.of("grey", "patches");

  private static final List<String> COVERED =
      List.of(
          "activation linear",
          "activation relu",
          "activation relu6",
          "activation gelu",
          "activation silu",
          "activation sigmoid",
          "activation hard_sigmoid",
          "activation hard_silu",
          "activation tanh",
          "activation swish",
          "depthwise same",
          "separable same",
          "separable strides",
          "batch norm",
          "batch norm of the whole",
          "layer norm",
          "layer norm of many channels",
          "layer norm without scale",
          "layer norm without center",
          "layer norm of a vector",
          "normalization adapted",
          "normalization stated",
          "normalization stated once",
          "rescaling",
          "rescaling by channel",
          "rescaling by and to channels",
          "layer scale",
          "relu capped",
          "add",
          "multiply",
          "multiply stretched",
          "multiply stretched first",
          "scaled add",
          "operator add",
          "operators with constants",
          "hard sigmoid by operators",
          "zero padding",
          "dense on a map",
          "dense on a map without bias",
          "dense on a vector",
          "pooling with borders",
          "pooling with strides alone",
          "global average",
          "global maximum",
          "noise",
          "maximum of cells in wide steps",
          "mean in wide steps",
          "convolution of cells in wide steps",
          "rows in wide steps",
          "depthwise in wide steps",
          "separable in wide steps",
          "bound as function",
          "channels in the other order",
          "global maximum kept",
          "grey",
          "patches");

  private static final String UNIT = "unit_matrix";

  @Test
  void aMaskIsNoLayerOfItsName() {
    Plan plan =
        new Plan(
            List.of(
                new Input("in", new Shape(2)),
                new Dense("drop/mask", "in", 2, false, Activation.LINEAR),
                new Dropout("drop", "in", 0.5),
                new Elementwise("sum", List.of("drop/mask", "drop"), Arithmetic.ADD)));
    Tensor kernel = new Tensor(new float[] {1, 2, 3, 4}, 2, 2);
    Weights weights = Weights.builder().put("drop/mask", Weights.KERNEL, kernel).build();
    try (TrainableNetwork tape =
        TrainableNetwork.of(new Model(plan, weights), Set.of("drop")).orElseThrow()) {
      Map<String, Tensor> ones = Map.of("in", new Tensor(new float[] {1, 1}, 1, 2));
      Map<String, Tensor> first = Map.of("drop", new Tensor(new float[] {0, 2}, 1, 2));
      assertThat(tape.forward(ones, first).values()).containsExactly(4, 8);
    }
  }

  /** With the loss of half the output's square, whose gradient is the output. */
  @ParameterizedTest
  @FieldSource("COVERED")
  void gradientsAreThoseOfKeras(String name) {
    TrainableNetwork tape = tape(name).orElseThrow();
    String input = LayerGoldens.model(name).plan().input().name();
    Map<String, INDArray> found = Map.of();
    for (int repetition = 0; repetition < 2; repetition++) {
      float[] output = tape.forward(Map.of(input, LayerGoldens.input(name)), Map.of()).values();
      double[] gradient = new double[output.length];
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = output[i];
      }
      found = tape.backward(gradient);
    }
    Map<String, Tensor> expected = LayerGoldens.gradients(name);
    Tensor byInput =
        SameDiffNetwork.fromNative(found.get(SameDiffNetwork.variable(UNIT, Weights.KERNEL)));
    assertClose(name, input, byInput, products(LayerGoldens.input(name), expected.get(input)));
    for (String parameter : found.keySet()) {
      if (!parameter.startsWith(UNIT) && !OF_CONSTANTS.contains(name)) {
        Tensor own = SameDiffNetwork.fromNative(found.get(parameter));
        assertClose(name, parameter, own, expected.get(parameter));
      }
    }
  }

  /** Were one of them left to the graph, its test above would not be; the others are. */
  @Test
  void theseLayersAreCovered() {
    assertThat(LayerGoldens.cases().filter(name -> tape(name).isPresent()))
        .containsExactlyElementsOf(COVERED);
  }

  @Test
  void stepsOverALargeMapAreLeftToTheGraph() {
    assertThat(TrainableNetwork.of(stem(64), Set.of())).isPresent();
    assertThat(TrainableNetwork.of(stem(224), Set.of())).isEmpty();
  }

  /** Few images are no work for several workers, many are; what is made is the same. */
  @ParameterizedTest
  @CsvSource({"1, 20, 500", "1, 500, 20", "1, 130, 130", "3, 24, 40", "3, 40, 24"})
  void productsThatWorkersShareAreThoseOfOneWorker(int window, int from, int to) {
    Model model = twoConvolutions(window, from, to);
    int images = 31;
    float[] values = new float[images * 49 * from];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Formula.uniform(5, i) - 0.5f;
    }
    Tensor batch = new Tensor(values, images, 7, 7, from);
    try (TrainableNetwork shared = TrainableNetwork.of(model, Set.of()).orElseThrow();
        TrainableNetwork alone = TrainableNetwork.of(model, Set.of()).orElseThrow()) {
      Tensor all = shared.forward(Map.of("image", batch), Map.of());
      double[] ones = DoubleStream.generate(() -> 1).limit(all.size() / images).toArray();
      Map<String, Tensor> sums = new HashMap<>();
      for (int i = 0; i < images; i++) {
        Tensor one = alone.forward(Map.of("image", batch.part(i, i + 1)), Map.of());
        assertClose("image", "output", all.part(i, i + 1), one);
        alone
            .backward(ones)
            .forEach(
                (name, by) ->
                    sums.merge(name, SameDiffNetwork.fromNative(by), TrainableNetworkTest::sum));
      }
      shared
          .backward(DoubleStream.generate(() -> 1).limit(all.size()).toArray())
          .forEach(
              (name, by) ->
                  assertClose(name, "gradient", SameDiffNetwork.fromNative(by), sums.get(name)));
    }
  }

  private static Tensor sum(Tensor a, Tensor b) {
    float[] sums = a.values().clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += b.values()[i];
    }
    return new Tensor(sums, a.shape());
  }

  /** The second makes the first's gradient pass through what enters it. */
  private static Model twoConvolutions(int side, int from, int to) {
    Window window = new Window(Size2d.square(side), Size2d.square(1), Padding.SAME);
    Plan plan =
        new Plan(
            List.of(
                new Input("image", Shape.square(7, from)),
                new Conv2d("first", "image", to, window, 1, true, Activation.RELU),
                new Conv2d("second", "first", from, window, 1, true, Activation.LINEAR)));
    return new Model(plan, Formula.weights(plan));
  }

  private static Model stem(int side) {
    Window window = new Window(Size2d.square(3), Size2d.square(3), Padding.VALID);
    Conv2d conv = new Conv2d("stem", "image", 1, window, 1, false, Activation.LINEAR);
    Plan plan = new Plan(List.of(new Input("image", Shape.square(side, 1)), conv));
    return new Model(plan, Formula.weights(plan));
  }

  private static void assertClose(String name, String what, Tensor found, Tensor expected) {
    assertThat(expected).as("%s %s", name, what).isNotNull();
    assertThat(LayerGoldens.difference(found, expected)).as("%s %s", name, what).isLessThan(CLOSE);
  }

  private static Optional<TrainableNetwork> tape(String name) {
    return TrainableNetwork.of(behindAUnitMatrix(LayerGoldens.model(name)), Set.of());
  }

  /** The same model behind a layer that changes nothing, without which none reaches the input. */
  private static Model behindAUnitMatrix(Model model) {
    Input input = model.plan().input();
    int channels = input.shape().channels();
    List<Layer> layers = new ArrayList<>();
    layers.add(input);
    layers.add(new Dense(UNIT, input.name(), channels, false, Activation.LINEAR));
    for (Layer layer : model.plan().layers()) {
      if (!(layer instanceof Input)) {
        List<String> sources =
            layer.inputs().stream().map(i -> i.equals(input.name()) ? UNIT : i).toList();
        layers.add(layer.withInputs(sources));
      }
    }
    float[] unit = new float[channels * channels];
    for (int c = 0; c < channels; c++) {
      unit[c * channels + c] = 1;
    }
    Tensor kernel = new Tensor(unit, channels, channels);
    Weights weights = Weights.builder().put(UNIT, Weights.KERNEL, kernel).build();
    return new Model(new Plan(layers), weights.with(model.weights()));
  }

  /** {@code [channels, channels]}: of each with each, summed over all else. */
  private static Tensor products(Tensor input, Tensor gradient) {
    int channels = input.shape()[input.shape().length - 1];
    double[] sums = new double[channels * channels];
    for (int row = 0; row < input.size(); row += channels) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += input.values()[row + i / channels] * gradient.values()[row + i % channels];
      }
    }
    float[] values = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      values[i] = (float) sums[i];
    }
    return new Tensor(values, channels, channels);
  }
}
