package org.graft.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.failure.MalformedFileException;
import org.graft.fixture.Formula;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rewrites of a model, and its way to the disk and back. */
class PlanRewritesTest {
  @TempDir Path folder;

  private static final Input IN = new Input("in", Shape.square(5, 3));

  private static Conv2d conv(String name, String input, Activation activation) {
    Size2d three = Size2d.square(3);
    Window window = new Window(three, Size2d.square(1), Padding.SAME);
    return new Conv2d(name, input, 4, window, 1, true, activation);
  }

  private static Model model(Layer... layers) {
    List<Layer> all = new ArrayList<>(List.of(IN));
    all.addAll(List.of(layers));
    Plan plan = new Plan(all);
    return new Model(plan, Formula.weights(plan));
  }

  private static float[] run(Model model) {
    SameDiffNetwork network = Emitter.inference(model);
    return SameDiffNetwork.fromNative(network.run(SameDiffNetwork.toNative(Formula.image(5, 1))))
        .values();
  }

  @Test
  void aFoldedBatchNormComputesTheSame() {
    Model model =
        model(
            conv("c", "in", Activation.LINEAR),
            new BatchNorm("n", "c", 1e-3, true, true),
            new DepthwiseConv2d(
                "d",
                "n",
                1,
                new Window(Size2d.square(3), Size2d.square(2), Padding.SAME),
                false,
                Activation.LINEAR),
            new BatchNorm("m", "d", 1e-3, false, true),
            new Activate("r", "m", Activation.RELU));
    Model folded = FoldBatchNorm.apply(model);
    assertThat(folded.plan().layers()).extracting(Layer::name).containsExactly("in", "c", "d", "r");
    assertThat(run(folded)).usingComparatorWithPrecision(1e-5f).containsExactly(run(model));
  }

  @Test
  void aBatchNormThatCannotBeFoldedStays() {
    BatchNorm norm = new BatchNorm("n", "c", 1e-3, true, true);
    Activate relu = new Activate("r", "n", Activation.RELU);
    Model output = model(conv("c", "in", Activation.LINEAR), norm);
    Model active = model(conv("c", "in", Activation.RELU), norm, relu);
    Model shared =
        model(
            conv("c", "in", Activation.LINEAR),
            norm,
            new Elementwise("r", List.of("n", "c"), Arithmetic.ADD));
    for (Model model : List.of(output, active, shared)) {
      assertThat(FoldBatchNorm.apply(model)).isEqualTo(model);
    }
  }

  @Test
  void preprocessingIsThatOfKeras() {
    Model identity = model(new Activate("a", "in", Activation.LINEAR));
    float[] image = Formula.image(5, 1).values();
    assertThat(run(Preprocessing.RAW.prependTo(identity))).containsExactly(image);
    float[] tf = run(Preprocessing.TF.prependTo(identity));
    float[] caffe = run(Preprocessing.CAFFE.prependTo(identity));
    float[] torch = run(Preprocessing.TORCH.prependTo(identity));
    assertThat(tf[4]).isCloseTo(image[4] / 127.5f - 1, within(1e-6f));
    assertThat(caffe[3]).isCloseTo(image[5] - 103.939f, within(1e-4f));
    assertThat(caffe[5]).isCloseTo(image[3] - 123.68f, within(1e-4f));
    assertThat(torch[4]).isCloseTo((image[4] / 255 - 0.456f) / 0.224f, within(1e-5f));
  }

  @Test
  void modelsComeBackFromTheDiskAsTheyWere() throws Exception {
    Model model =
        model(
            conv("c", "in", Activation.RELU6),
            new Pool2d(
                "p",
                "c",
                Reduction.MEAN,
                new Window(Size2d.square(2), Size2d.square(2), Padding.VALID)),
            new Concat("k", List.of("p", "p")),
            new GlobalPool("g", "k", Reduction.MAX, true),
            new Reshape("s", "g", new Shape(8)),
            new Dropout("o", "s", 0.25),
            new Dense("d", "o", 2, true, Activation.SOFTMAX));
    ModelFolder.write(folder, model);
    assertThat(ModelFolder.read(folder)).isEqualTo(model);

    Path weights = folder.resolve("weights.npz");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 3] ^= 1;
    Files.write(weights, bytes);
    assertThatThrownBy(() -> ModelFolder.read(folder).weights().get("c", "kernel").values())
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("array c/kernel: ");
  }
}
