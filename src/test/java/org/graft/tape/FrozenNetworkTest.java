package org.graft.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.graft.failure.UnsupportedModelException;
import org.graft.fixture.LayerGoldens;
import org.graft.fixture.SmallNetworks;
import org.graft.plan.Activation;
import org.graft.plan.Conv2d;
import org.graft.plan.Input;
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
import org.junit.jupiter.params.provider.MethodSource;

/** The frozen side's own engine: single layers against real Keras, convolutions against sums. */
class FrozenNetworkTest {
  private static final int CHANNELS = 16;
  private static final int FILTERS = 5;

  private final Random random = new Random(3);

  @ParameterizedTest
  @MethodSource("covered")
  void layersGiveWhatTheyGiveInKeras(String name) {
    Tensor output = LayerGoldens.output(name);
    Tensor found = run(LayerGoldens.model(name), LayerGoldens.input(name));
    Tensor shaped = new Tensor(found.values(), output.shape());
    assertThat(LayerGoldens.difference(shaped, output)).isLessThan(1e-5);
  }

  static Stream<String> covered() {
    return LayerGoldens.cases().filter(FrozenNetworkTest::isCovered);
  }

  private static boolean isCovered(String name) {
    try (FrozenNetwork network = new FrozenNetwork(LayerGoldens.model(name))) {
      return network != null;
    } catch (UnsupportedModelException e) {
      return false;
    }
  }

  /** Were one of them not covered, its test above would test nothing. */
  @Test
  void theseLayersAreCovered() {
    assertThat(covered())
        .contains("rescaling by channel", "separable same", "relu capped", "pooling with borders")
        .hasSizeGreaterThan(25);
  }

  /** Every form of a convolution, on maps that its tiles fit and do not fit. */
  @ParameterizedTest
  @MethodSource("windows")
  void convolutionsAreTheSumsTheyStandFor(Window window) {
    for (int side : new int[] {7, 12, 17}) {
      Model model = convolution(window, side);
      try (FrozenNetwork network = new FrozenNetwork(model)) {
        for (int images : new int[] {3, 1, 4}) {
          Tensor input = random(images, side, side, CHANNELS);
          float[] expected = sums(model, window, input);
          assertThat(network.run(input).shape()[0]).isEqualTo(images);
          assertClose(network.run(input).values(), expected);
        }
      }
    }
  }

  static List<Window> windows() {
    List<Window> windows = new ArrayList<>();
    for (Padding padding : Padding.values()) {
      for (int[] size : new int[][] {{1, 1}, {3, 3}, {5, 5}, {1, 7}, {7, 1}, {2, 3}, {6, 6}}) {
        for (int stride = 1; stride <= 2; stride++) {
          windows.add(new Window(new Size2d(size[0], size[1]), Size2d.square(stride), padding));
        }
      }
    }
    return windows;
  }

  /** Large kernels are multiplied by all workers together, over the images of all. */
  @Test
  void workersShareLargeKernels() {
    Window window = new Window(Size2d.square(3), Size2d.square(1), Padding.SAME);
    Model model = convolution(window, 9, 160, 170);
    try (FrozenNetwork network = new FrozenNetwork(model)) {
      for (int images : new int[] {5, 1, 2}) {
        Tensor input = random(images, 9, 9, 160);
        assertClose(network.run(input).values(), sums(model, window, input));
      }
    }
  }

  @Test
  void whatAWorkerFailsAtIsToldAndTheOthersDoNotWait() {
    Team team = new Team(2);
    assertThatThrownBy(
            () ->
                team.work(
                    2,
                    2,
                    worker -> {
                      if (worker == 1) {
                        throw new IllegalStateException("broken");
                      }
                      team.meet();
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
    AtomicInteger met = new AtomicInteger();
    team.work(
        2,
        2,
        worker -> {
          team.meet();
          met.incrementAndGet();
        });
    assertThat(met).hasValue(2);
    team.close();
  }

  @Test
  void filteringLeavesAQuarterOfTheProductsOrAHalf() {
    Window window = new Window(Size2d.square(3), Size2d.square(1), Padding.VALID);
    assertThat(FrozenNetwork.productsLeft(convolution(window, 10))).isCloseTo(0.25, within(1e-3));
    Window row = new Window(new Size2d(1, 7), Size2d.square(1), Padding.VALID);
    assertThat(FrozenNetwork.productsLeft(convolution(row, 10))).isCloseTo(8 / 14.0, within(1e-3));
    Window steps = new Window(Size2d.square(3), Size2d.square(2), Padding.VALID);
    assertThat(FrozenNetwork.productsLeft(convolution(steps, 11))).isEqualTo(1);
  }

  @Test
  void aLayerWithoutAStepIsNamed() {
    Model model = SmallNetworks.inception(29);
    assertThat(FrozenNetwork.productsLeft(model)).isEqualTo(1);
    assertThatThrownBy(() -> new FrozenNetwork(model))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("no step for layer b2 (Conv2d)");
  }

  private Model convolution(Window window, int side) {
    return convolution(window, side, CHANNELS, FILTERS);
  }

  private Model convolution(Window window, int side, int channels, int filters) {
    Conv2d conv = new Conv2d("conv", "image", filters, window, 1, true, Activation.RELU);
    Plan plan = new Plan(List.of(new Input("image", Shape.square(side, channels)), conv));
    Size2d size = window.size();
    Weights weights =
        Weights.builder()
            .put("conv", Weights.KERNEL, random(size.height(), size.width(), channels, filters))
            .put("conv", Weights.BIAS, random(filters))
            .build();
    return new Model(plan, weights);
  }

  private Tensor random(int... shape) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.values()[i] = random.nextFloat() * 2 - 1;
    }
    return tensor;
  }

  private static Tensor run(Model model, Tensor input) {
    try (FrozenNetwork network = new FrozenNetwork(model)) {
      return network.run(input);
    }
  }

  private static float[] sums(Model model, Window window, Tensor input) {
    Shape out = model.plan().shapes().get("conv");
    float[] sums = new float[input.shape()[0] * out.size()];
    for (int i = 0; i < sums.length; i++) {
      int cell = i / out.channels() % (out.height() * out.width());
      int image = i / out.size();
      int row = cell / out.width();
      int column = cell % out.width();
      double sum =
          sum(model.weights(), window, input, new int[] {image, row, column, i % out.channels()});
      sums[i] = (float) Math.max(0, sum);
    }
    return sums;
  }

  private static double sum(Weights weights, Window window, Tensor input, int... at) {
    int side = input.shape()[1];
    int channels = input.shape()[3];
    Size2d size = window.size();
    int stride = window.strides().height();
    int top = window.padding().before(side, size.height(), stride);
    int left = window.padding().before(side, size.width(), stride);
    float[] kernel = weights.get("conv", Weights.KERNEL).values();
    float[] bias = weights.get("conv", Weights.BIAS).values();
    int filters = bias.length;
    double sum = bias[at[3]];
    for (int tap = 0; tap < size.height() * size.width(); tap++) {
      int y = at[1] * stride + tap / size.width() - top;
      int x = at[2] * stride + tap % size.width() - left;
      for (int c = 0; y >= 0 && y < side && x >= 0 && x < side && c < channels; c++) {
        float value = input.values()[((at[0] * side + y) * side + x) * channels + c];
        sum += (double) value * kernel[(tap * channels + c) * filters + at[3]];
      }
    }
    return sum;
  }

  private static void assertClose(float[] found, float... expected) {
    assertThat(found).hasSize(expected.length);
    double difference = 0;
    double greatest = 0;
    for (int i = 0; i < found.length; i++) {
      greatest = Math.max(greatest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs((double) found[i] - expected[i]));
    }
    assertThat(difference / greatest).isLessThan(1e-5);
  }
}
