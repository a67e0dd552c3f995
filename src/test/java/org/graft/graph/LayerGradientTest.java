package org.graft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.failure.UnsupportedModelException;
import org.graft.fixture.LayerGoldens;
import org.graft.plan.BatchNorm;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.LayerScale;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * SameDiff's gradients through single layers against real Keras', by input and by weights; where
 * they are known to be wrong, training through the layer is refused.
 */
class LayerGradientTest {
  private static final double CLOSE = 1e-5;

  /** Share of a case's greatest gradient that is rounding: a key's bias has no effect at all. */
  private static final double NOTHING = 1e-6;

  private static final String SCALE = "scale_of_one";
  private static final String LOSS = "half_square";

  @ParameterizedTest
  @MethodSource("org.graft.fixture.LayerGoldens#cases")
  void gradientsAreThoseOfKeras(String name) {
    Model model = LayerGoldens.model(name);
    String input = model.plan().input().name();
    Map<String, Tensor> expected = LayerGoldens.gradients(name);
    Set<String> layers = trained(model, expected.keySet());
    layers.add(SCALE);
    if (name.contains("dilated")) {
      assertThatThrownBy(() -> Emitter.training(behindAVariable(model), layers))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("cannot be trained through; fine-tune from a layer behind it");
      return;
    }
    SameDiffNetwork network = Emitter.training(behindAVariable(model), layers);
    SameDiff graph = network.graph();
    SDVariable output = graph.getVariable(network.output());
    graph.sum(output.mul(output)).mul(LOSS, 0.5);
    graph.setLossVariables(LOSS);
    Map<String, String> wanted = new LinkedHashMap<>();
    expected.keySet().stream()
        .filter(v -> v.equals(input) || layers.contains(layer(v)))
        .forEach(v -> wanted.put(v.equals(input) ? SCALE : v, v));

    Map<String, INDArray> found =
        graph.calculateGradients(
            Map.of(input, SameDiffNetwork.toNative(LayerGoldens.input(name))), wanted.keySet());

    double most = expected.values().stream().mapToDouble(LayerGoldens::greatest).max().orElse(0);
    wanted.forEach(
        (variable, golden) -> {
          assertThat(found.get(variable)).as("%s %s", name, golden).isNotNull();
          Tensor gradient = SameDiffNetwork.fromNative(found.get(variable));
          if (LayerGoldens.greatest(expected.get(golden)) < NOTHING * most) {
            assertThat(LayerGoldens.greatest(gradient)).as(golden).isLessThan(NOTHING * most);
            return;
          }
          assertThat(LayerGoldens.difference(gradient, expected.get(golden)))
              .as("%s %s", name, golden)
              .isLessThan(CLOSE);
        });
  }

  /** The same model behind a scale of 1, without which no gradient reaches the input. */
  private static Model behindAVariable(Model model) {
    Input input = model.plan().input();
    int channels = input.shape().channels();
    List<Layer> layers = new ArrayList<>(List.of(input, new LayerScale(SCALE, input.name())));
    for (Layer layer : model.plan().layers()) {
      if (!(layer instanceof Input)) {
        List<String> sources =
            layer.inputs().stream().map(i -> i.equals(input.name()) ? SCALE : i).toList();
        layers.add(layer.withInputs(sources));
      }
    }
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    Weights scale = Weights.builder().put(SCALE, Weights.GAMMA, Tensor.vector(ones)).build();
    return new Model(new Plan(layers), scale.with(model.weights()));
  }

  private static Set<String> trained(Model model, Set<String> variables) {
    Set<String> layers = new LinkedHashSet<>();
    variables.stream()
        .filter(v -> v.indexOf(SameDiffNetwork.SEPARATOR) > 0)
        .map(LayerGradientTest::layer)
        .filter(l -> !(model.plan().layer(l) instanceof BatchNorm))
        .forEach(layers::add);
    return layers;
  }

  private static String layer(String variable) {
    return variable.substring(0, Math.max(0, variable.indexOf(SameDiffNetwork.SEPARATOR)));
  }
}
