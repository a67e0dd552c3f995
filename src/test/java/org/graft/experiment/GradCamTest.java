package org.graft.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.graft.fixture.DenseHead;
import org.graft.fixture.Formula;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.head.AttentionPooling;
import org.graft.head.Head;
import org.graft.head.HeadStyle;
import org.graft.head.Initializer;
import org.graft.head.LayeredHead;
import org.graft.head.Pooling;
import org.graft.head.WrittenHead;
import org.graft.image.Interpolation;
import org.graft.image.Reading;
import org.graft.image.Resize;
import org.graft.plan.Activation;
import org.graft.plan.BatchNorm;
import org.graft.plan.Dense;
import org.graft.plan.Flatten;
import org.graft.plan.GlobalPool;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Padding;
import org.graft.plan.Reduction;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.SplitModel;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Against real Keras' GradientTape ({@code scripts/fixtures/grad_cam_goldens.py}). */
class GradCamTest {
  private static final int SIZE = 12;
  private static final int CLASSES = 5;
  private static final List<Integer> ALL = IntStream.range(0, CLASSES).boxed().toList();
  private static final Reading READING =
      new Reading(new Resize(SIZE, SIZE, Interpolation.NEAREST), true, skipped -> {});

  @TempDir static Path folder;

  /** Whole levels from the formula, as a file that loses nothing. */
  @BeforeAll
  static void writeImage() throws IOException {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIZE * SIZE; i++) {
      int colour = 0;
      for (int c = 0; c < 3; c++) {
        colour = colour << 8 | (int) (256 * Formula.uniform(Formula.INPUT, 3 * i + c));
      }
      image.setRGB(i % SIZE, i / SIZE, colour);
    }
    assertThat(ImageIO.write(image, "png", folder.resolve("image.png").toFile())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mean", "max", "flatten"})
  void heatIsThatOfKeras(String reduction) {
    Map<String, NpyArray> keras = NpzFile.read(Path.of("src/test/resources/goldens/grad_cam.npz"));
    List<Tensor> heat = heat(network(reduction));
    for (int label : ALL) {
      float[] expected = keras.get(reduction + "/" + label).values();
      assertThat(heat.get(label).shape()).containsExactly(3, 3);
      for (int cell = 0; cell < expected.length; cell++) {
        assertThat(heat.get(label).values()[cell])
            .as("class %d, cell %d", label, cell)
            .isCloseTo(expected[cell], within(1e-6f));
      }
    }
  }

  /** The head as training grafts it, with a hidden layer or not, standardised or not. */
  @ParameterizedTest
  @CsvSource({"7, true", "7, false", "0, true"})
  void weightsAreTheSlopesOfTheLogits(int units, boolean standardized) {
    Model base = SmallNetworks.model(SIZE, map());
    Head head = DenseHead.of(CLASSES, units, 0.4, standardized);
    Tensor features = features();
    Model model = head.graftedOn(base, head.initial(features, new SplittableRandom(1)));
    List<Tensor> heat = heat(model);
    Model tail = SplitModel.before(model, Head.POOL).tail();
    Tensor map = mapOf(model);
    for (int label : ALL) {
      float[] expected = heatBySlopes(tail, map, label);
      for (int cell = 0; cell < expected.length; cell++) {
        assertThat(heat.get(label).values()[cell]).isCloseTo(expected[cell], within(1e-3f));
      }
    }
  }

  static List<HeadStyle> otherHeads() {
    LayeredHead dense = new LayeredHead(7, 0.4, true, Initializer.GLOROT_UNIFORM);
    return List.of(
        dense.withFurther(List.of(7, 6)),
        new WrittenHead("attention", true, Pooling.NONE, new AttentionPooling(7, 0.4)),
        new WrittenHead(
            "squares",
            false,
            Pooling.MEAN,
            head -> {
              SDVariable squares = head.graph().math().square(head.features());
              return head.dense("out", squares, head.shape().channels(), head.outputs());
            }));
  }

  /** Those that SameDiff differentiates: deep ones, on the map itself, and of one's own. */
  @ParameterizedTest
  @MethodSource("otherHeads")
  void weightsOfOtherHeadsAreSlopesToo(HeadStyle style) {
    Model base = SmallNetworks.model(SIZE, map());
    Shape output = base.plan().outputShape();
    SplittableRandom random = new SplittableRandom(1);
    Head head = new Head(style.settled(output, CLASSES, random), CLASSES);
    Shape read = head.reading(output);
    Tensor rows = read.rank() == 1 ? features() : flat(mapOf(base));
    Weights start = head.initial(List.of(rows), rows.shape()[0], read, random);
    Model model = head.graftedOn(base, start);
    List<Tensor> heat = heat(model);
    String first = read.rank() == 1 ? Head.POOL : head.first();
    Model tail = SplitModel.before(model, first).tail();
    for (int label : ALL) {
      float[] expected = heatBySlopes(tail, mapOf(model), label);
      for (int cell = 0; cell < expected.length; cell++) {
        assertThat(heat.get(label).values()[cell]).isCloseTo(expected[cell], within(1e-3f));
      }
    }
  }

  private static Tensor flat(Tensor map) {
    return new Tensor(map.values(), 1, map.size());
  }

  @Test
  void aHeadOnWhatIsNoMapHasNone() {
    Layer[] layers = {
      new Flatten("flat", "input_1"),
      new Dense("fc", "flat", 4, true, Activation.RELU),
      new Dense(Head.LOGITS, "fc", CLASSES, true, Activation.LINEAR)
    };
    assertThat(GradCam.of(SmallNetworks.model(SIZE, layers), READING)).isEmpty();
  }

  private static List<Tensor> heat(Model model) {
    try (GradCam cam = GradCam.of(model, READING).orElseThrow()) {
      assertThat(cam.cells()).isEqualTo(new Shape(3, 3));
      GradCam.Look look = cam.at(List.of(folder.resolve("image.png"))).get(0);
      return ALL.stream().map(look::heat).toList();
    }
  }

  /** What {@code grad_cam_goldens.py} writes in Keras. */
  private static Model network(String reduction) {
    Layer reduced =
        reduction.equals("flatten")
            ? new Flatten("reduced", "map")
            : new GlobalPool(
                "reduced", "map", reduction.equals("max") ? Reduction.MAX : Reduction.MEAN, false);
    List<Layer> layers = new ArrayList<>(List.of(map()));
    layers.add(reduced);
    layers.add(new BatchNorm(Head.STANDARDIZE, "reduced", 0, false, false));
    layers.add(new Dense(Head.HIDDEN, Head.STANDARDIZE, 7, true, Activation.RELU));
    layers.add(new Dense(Head.LOGITS, Head.HIDDEN, CLASSES, true, Activation.LINEAR));
    return SmallNetworks.model(SIZE, layers.toArray(Layer[]::new));
  }

  private static Layer[] map() {
    Size2d one = Size2d.square(1);
    Size2d two = Size2d.square(2);
    Size2d three = Size2d.square(3);
    return new Layer[] {
      SmallNetworks.unitScale("input_1"),
      SmallNetworks.conv("conv1", "unit", 6, three, one, Padding.SAME, Activation.RELU),
      SmallNetworks.pool("pool1", "conv1", Reduction.MAX, two, two, Padding.VALID),
      SmallNetworks.conv("map", "pool1", 8, three, two, Padding.SAME, Activation.TANH)
    };
  }

  /** {@code [20, 8]} to standardise by. */
  private static Tensor features() {
    float[] values = new float[20 * 8];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Formula.uniform(1, i);
    }
    return new Tensor(values, 20, 8);
  }

  private static Tensor mapOf(Model model) {
    SameDiffNetwork network = Emitter.inference(model.upTo("map"));
    try (INDArray output = network.run(SmallNetworks.images(1, SIZE))) {
      return SameDiffNetwork.fromNative(output);
    }
  }

  /** A channel's weight from what the logit does when all its cells rise and fall a little. */
  private static float[] heatBySlopes(Model tail, Tensor map, int label) {
    int channels = 8;
    int cells = map.size() / channels;
    double[] heat = new double[cells];
    for (int channel = 0; channel < channels; channel++) {
      double step = 1e-3;
      double rise = logit(tail, raised(map, channel, step), label);
      double weight = (rise - logit(tail, raised(map, channel, -step), label)) / (2 * step) / cells;
      for (int cell = 0; cell < cells; cell++) {
        heat[cell] += weight * map.values()[cell * channels + channel];
      }
    }
    float[] positive = new float[cells];
    for (int cell = 0; cell < cells; cell++) {
      positive[cell] = (float) Math.max(0, heat[cell]);
    }
    return positive;
  }

  private static Tensor raised(Tensor map, int channel, double by) {
    float[] values = map.values().clone();
    for (int i = channel; i < values.length; i += 8) {
      values[i] += (float) by;
    }
    return new Tensor(values, map.shape());
  }

  private static double logit(Model tail, Tensor map, int label) {
    Model logits = tail.upTo(Head.LOGITS);
    try (INDArray input = SameDiffNetwork.toNative(map);
        INDArray output = Emitter.inference(logits).run(input)) {
      return SameDiffNetwork.fromNative(output).values()[label];
    }
  }
}
