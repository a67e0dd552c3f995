package org.graft.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.graft.engine.Precision;
import org.graft.fixture.LayerGoldens;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.Conv2d;
import org.graft.plan.Dropout;
import org.graft.plan.Elementwise;
import org.graft.plan.Input;
import org.graft.plan.Model;
import org.graft.plan.Padding;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.plan.Window;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** oneDNN's engine: single layers against real Keras, convolutions against sums. */
class OneDnnEngineTest {
  private static final int CHANNELS = 32;
  private static final int FILTERS = 33;
  private static final int BATCH = 4;

  private final Random random = new Random(3);

  @ParameterizedTest
  @MethodSource("org.graft.fixture.LayerGoldens#cases")
  void layersGiveWhatTheyGiveInKeras(String name) {
    Tensor output = LayerGoldens.output(name);
    Tensor found = run(LayerGoldens.model(name), LayerGoldens.input(name), Precision.FLOAT32);
    assertThat(found.shape()).isEqualTo(output.shape());
    assertThat(LayerGoldens.difference(found, output)).isLessThan(1e-5);
  }

  /** Eight bits of mantissa leave a share of 2^-8 at each rounding. */
  @ParameterizedTest
  @MethodSource("org.graft.fixture.LayerGoldens#cases")
  void layersAreCloseInBfloat16(String name) {
    Assumptions.assumeTrue(
        OneDnn.supports(Precision.BFLOAT16), "the processor has no units for bfloat16");
    Tensor output = LayerGoldens.output(name);
    Tensor found = run(LayerGoldens.model(name), LayerGoldens.input(name), Precision.BFLOAT16);
    assertThat(LayerGoldens.difference(found, output)).isLessThan(0.05);
  }

  /** Were it not so, much of the test above would test SameDiff. */
  @Test
  void theseLayersAreOneDnns() {
    assertThat(LayerGoldens.cases().filter(OneDnnEngineTest::isCovered))
        .contains("separable dilated", "softmax", "multiply stretched first", "layer norm")
        .hasSizeGreaterThan(75);
  }

  private static boolean isCovered(String name) {
    try (OneDnnEngine engine =
        new OneDnnEngine(LayerGoldens.model(name), BATCH, Precision.FLOAT32)) {
      return engine.bySameDiff().isEmpty();
    }
  }

  /** What two layers read is not changed by a function that one of them is. */
  @Test
  void valuesWithSeveralReadersStayAsTheyAre() {
    Plan plan =
        new Plan(
            List.of(
                new Input("image", new Shape(3, 3, 2)),
                new Dropout("same", "image", 0.5),
                new Activate("rectified", "same", Activation.RELU),
                new Activate("exponential", "image", Activation.EXPONENTIAL),
                new Elementwise("sum", List.of("rectified", "image"), Arithmetic.ADD),
                new Elementwise("all", List.of("sum", "exponential"), Arithmetic.ADD)));
    Tensor input = random(3, 3, 3, 2);
    float[] expected = new float[input.size()];
    for (int i = 0; i < expected.length; i++) {
      float x = input.values()[i];
      expected[i] = (float) (Math.max(0, x) + x + Math.exp(x));
    }
    Tensor found = run(new Model(plan, Weights.none()), input, Precision.FLOAT32);
    assertClose(found.values(), expected);
  }

  /**
   * Every form of a convolution, on maps that tiles fit and do not fit, in whole and other batches.
   */
  @ParameterizedTest
  @MethodSource("windows")
  void convolutionsAreTheSumsTheyStandFor(Window window) {
    for (int side : sides(window)) {
      Model model = convolution(window, side);
      try (OneDnnEngine engine = new OneDnnEngine(model, BATCH, Precision.FLOAT32)) {
        for (int images : new int[] {3, 6}) {
          Tensor input = random(images, side, side, CHANNELS);
          float[] expected = sums(model, window, input);
          Tensor found = engine.run(Map.of("image", input));
          assertThat(found.shape()[0]).isEqualTo(images);
          assertClose(found.values(), expected);
        }
      }
    }
  }

  /** Those on which each cell sees all others are among them. */
  private static int[] sides(Window window) {
    return window.padding() == Padding.SAME ? new int[] {1, 2, 3, 7, 12} : new int[] {7, 12, 17};
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

  private static Tensor run(Model model, Tensor input, Precision precision) {
    try (OneDnnEngine engine = new OneDnnEngine(model, BATCH, precision)) {
      return engine.run(Map.of(model.plan().input().name(), input));
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
