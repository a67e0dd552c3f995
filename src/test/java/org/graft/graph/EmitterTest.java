package org.graft.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.fixture.Formula;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Conv2d;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Dropout;
import org.graft.plan.Flatten;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Padding;
import org.graft.plan.Plan;
import org.graft.plan.Pool2d;
import org.graft.plan.Reduction;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.plan.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The emitted graph against the layers' definitions, computed plainly. */
class EmitterTest {
  private static Model model(int size, Layer... layers) {
    List<Layer> all = new ArrayList<>(List.of(new Input("in", Shape.square(size, 3))));
    all.addAll(List.of(layers));
    Plan plan = new Plan(all);
    return new Model(plan, Formula.weights(plan));
  }

  private static Tensor run(Model model, int size) {
    INDArray image = SameDiffNetwork.toNative(Formula.image(size, 1));
    return SameDiffNetwork.fromNative(Emitter.inference(model).run(image));
  }

  @ParameterizedTest
  @CsvSource({
    "7,3,1,SAME",
    "7,3,2,SAME",
    "8,3,2,SAME",
    "8,3,2,VALID",
    "9,2,2,VALID",
    "5,1,1,VALID"
  })
  void windowsReadWhatTensorFlowsDo(int size, int window, int stride, Padding padding) {
    Size2d kernel = Size2d.square(window);
    Size2d strides = Size2d.square(stride);
    Window moved = new Window(kernel, strides, padding);
    Model conv = model(size, new Conv2d("c", "in", 4, moved, 1, true, Activation.LINEAR));
    Model depth = model(size, new DepthwiseConv2d("c", "in", 1, moved, true, Activation.LINEAR));
    Model mean = model(size, new Pool2d("c", "in", Reduction.MEAN, moved));
    Model most = model(size, new Pool2d("c", "in", Reduction.MAX, moved));
    for (Model model : List.of(conv, depth, mean, most)) {
      Tensor found = run(model, size);
      assertThat(found.values())
          .as("%s", model.plan().output())
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(PlainWindows.run(model, Formula.image(size, 1)));
    }
  }

  @Test
  void denseStaysRightWhenCalledAgain() {
    Model model = model(3, new Flatten("f", "in"), new Dense("d", "f", 5, true, Activation.RELU));
    SameDiffNetwork network = Emitter.inference(model);
    INDArray image = SameDiffNetwork.toNative(Formula.image(3, 1));
    Tensor first = SameDiffNetwork.fromNative(network.run(image));
    for (int i = 0; i < 3; i++) {
      assertThat(SameDiffNetwork.fromNative(network.run(image))).isEqualTo(first);
    }
    float expected = model.weights().get("d", Weights.BIAS).values()[0];
    for (int i = 0; i < 27; i++) {
      expected +=
          Formula.image(3, 1).values()[i]
              * model.weights().get("d", Weights.KERNEL).values()[i * 5];
    }
    assertThat(Math.abs(first.values()[0] - Math.max(0, expected))).isLessThan(1e-5f);
  }

  @Test
  void everyLayerHasAVariableOfItsOwn() {
    Model model =
        model(
            3,
            new Activate("conv2d", "in", Activation.RELU),
            new Activate("linear", "conv2d", Activation.LINEAR),
            new Dropout("softmax", "linear", 0.5));
    List<String> names = List.of("conv2d", "linear", "softmax");
    Map<String, INDArray> outputs =
        Emitter.inference(model).run(SameDiffNetwork.toNative(Formula.image(3, 1)), names);
    assertThat(outputs.keySet()).containsExactlyElementsOf(names);
    assertThat(outputs.get("softmax")).isEqualTo(outputs.get("conv2d"));
  }

  @Test
  void onlyTrainableLayersAreVariables() {
    Model model =
        model(
            3,
            new Flatten("f", "in"),
            new Dense("frozen", "f", 4, true, Activation.RELU),
            new Dense("free", "frozen", 2, true, Activation.LINEAR));
    SameDiffNetwork network = Emitter.training(model, Set.of("free"));
    assertThat(network.graph().getVariable("frozen/kernel").isConstant()).isTrue();
    assertThat(network.graph().getVariable("free/kernel").isConstant()).isFalse();
  }
}
