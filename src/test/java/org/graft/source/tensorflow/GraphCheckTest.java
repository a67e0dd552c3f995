package org.graft.source.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Rectify;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.junit.jupiter.api.Test;

/** The check of an import must tell right from wrong, and evidence from none. */
class GraphCheckTest {
  private static final Path CASES = Path.of("src/test/resources/fixtures/tensorflow_cases");

  private final FrozenGraph frozen =
      TensorflowReader.open(TinyModels.path("keras_export"), GraphOptions.NONE);
  private final Translation right = Translator.read(frozen, null);

  private static Translation with(Translation made, UnaryOperator<Layer> change) {
    List<Layer> layers = new ArrayList<>(made.model().plan().layers());
    layers.replaceAll(change);
    return new Translation(new Model(new Plan(layers), made.model().weights()), made.origins());
  }

  private static Translation with(
      Translation made, String layer, String parameter, UnaryOperator<float[]> change) {
    Model model = made.model();
    Map<String, Tensor> arrays = new LinkedHashMap<>(model.weights().of(layer));
    Tensor tensor = arrays.get(parameter);
    arrays.put(parameter, new Tensor(change.apply(tensor.values().clone()), tensor.shape()));
    Weights wrong = Weights.builder().putAll(model.weights()).put(layer, arrays).build();
    return new Translation(new Model(model.plan(), wrong), made.origins());
  }

  private void refused(FrozenGraph graph, Translation made, String feature, String... parts) {
    assertThatThrownBy(() -> GraphCheck.of(graph, made, feature, Budget.UNBOUNDED))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void saysWhatWasCompared() {
    assertThat(GraphCheck.of(frozen, right, "mean", Budget.UNBOUNDED))
        .contains("12 of 12 layers give on noise")
        .contains("feature layer mean within ")
        .contains("logits of predictions within ")
        .contains("on pictures in -1..1 and 0..255 of 8x8x3 px")
        .doesNotContain("not proved");
  }

  /** The whole is compared in any case, so that every import is proved by something. */
  @Test
  void saysWhatItHadNoTimeFor() {
    assertThat(GraphCheck.of(frozen, right, "mean", Budget.of(Duration.ofMillis(-1))))
        .contains("no layer could be held against the graph's operations")
        .contains("feature layer mean within ")
        .contains("logits of predictions within ")
        .contains("on pictures in -1..1 of 8x8x3 px")
        .contains(
            "12 layers one by one and a second picture; TensorflowImporting.opinion(whole) goes on to the end");
    Translation wrong =
        with(
            right,
            layer -> layer.name().equals("side") ? layer.withInputs(List.of("stem")) : layer);
    assertThatThrownBy(() -> GraphCheck.of(frozen, wrong, "mean", Budget.of(Duration.ofMillis(-1))))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("differ");
  }

  @Test
  void seesAWrongWeightInAnyLayer() {
    for (String[] array :
        new String[][] {
          {"stem", Weights.KERNEL}, {"norm", Weights.MOVING_VARIANCE}, {"predictions", Weights.BIAS}
        }) {
      Translation wrong =
          with(
              right,
              array[0],
              array[1],
              values -> {
                values[1] += 0.001f;
                return values;
              });
      refused(frozen, wrong, "mean", "layer " + array[0], "differs from node", "on the same noise");
    }
  }

  @Test
  void seesAnotherSlopeBehindASaturatedSoftmax() {
    FrozenGraph saturated =
        TensorflowReader.open(CASES.resolve("saturated_softmax"), GraphOptions.NONE);
    Translation made = Translator.read(saturated, null);
    assertThat(GraphCheck.of(saturated, made, "leakyrelu", Budget.UNBOUNDED))
        .contains("layers give on noise")
        .contains("logits");
    Translation wrong =
        with(
            made,
            layer ->
                layer instanceof Rectify r
                    ? new Rectify(r.name(), r.input(), r.maximum(), 0, r.threshold())
                    : layer);
    refused(saturated, wrong, "leakyrelu", "(Rectify) differs from node");
  }

  @Test
  void seesAnotherWiring() {
    Translation wrong =
        with(
            right,
            layer -> layer.name().equals("side") ? layer.withInputs(List.of("stem")) : layer);
    refused(frozen, wrong, "mean", "differ");
  }

  @Test
  void saysWhatItCouldNotCompute() {
    Graph graph = frozen.graph();
    Map<String, Node> nodes = new LinkedHashMap<>(graph.nodes());
    nodes.replaceAll(
        (name, node) ->
            node.is("Relu6")
                ? new Node(name, "NoSuchOperation", node.inputs(), node.attributes())
                : node);
    FrozenGraph other =
        new FrozenGraph(
            frozen.path(),
            frozen.files(),
            new Graph(nodes),
            frozen.literals(),
            frozen.variables(),
            frozen.input(),
            frozen.output(),
            frozen.rule());
    assertThat(right.model().plan().layers())
        .anyMatch(l -> l instanceof Activate a && a.activation() == Activation.RELU6);
    assertThat(GraphCheck.of(other, right, "mean", Budget.UNBOUNDED))
        .contains("11 of 12 layers give on noise")
        .contains("not proved: relu6 (node ")
        .contains("feature layer mean gives no evidence on pictures");
  }
}
