package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.Concat;
import org.graft.plan.Conv2d;
import org.graft.plan.Dense;
import org.graft.plan.Dropout;
import org.graft.plan.Elementwise;
import org.graft.plan.Flatten;
import org.graft.plan.GlobalPool;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.LayerNorm;
import org.graft.plan.Padding;
import org.graft.plan.Permute;
import org.graft.plan.Plan;
import org.graft.plan.Pool2d;
import org.graft.plan.Reduction;
import org.graft.plan.Reshape;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Window;
import org.graft.source.keras.DirectReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule by which heads find their place, held against Keras' own bases and small networks. */
class FeatureLayerTest {
  private static final Catalogue CATALOGUE = Catalogue.load();

  /** ConvNeXt normalises behind the pool with a top, and before it without one. */
  static Stream<String> architectures() {
    return CATALOGUE.entries().keySet().stream().filter(name -> !name.startsWith("convnext"));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void ruleFindsKerasBaseUnknown(String name) {
    Plan whole = DirectReader.read(CATALOGUE.config(name));
    String base = CATALOGUE.entry(name).featureLayer();
    assertThat(FeatureLayer.of(whole)).isEqualTo(base);
    assertThat(FeatureLayer.of(whole.upTo(base))).isEqualTo(base);
  }

  private static Plan plan(int side, Layer... layers) {
    List<Layer> all = new ArrayList<>(List.of(new Input("in", Shape.square(side, 3))));
    all.addAll(List.of(layers));
    return new Plan(all);
  }

  private static Layer conv(String name, String input, int filters, int size) {
    return conv(name, input, filters, size, Activation.RELU);
  }

  private static Layer conv(String name, String input, int filters, int size, Activation function) {
    Window window = new Window(Size2d.square(size), Size2d.square(1), Padding.SAME);
    return new Conv2d(name, input, filters, window, 1, true, function);
  }

  private static Layer pool(String name, String input, Reduction reduction, int side) {
    Size2d size = Size2d.square(side);
    return new Pool2d(name, input, reduction, new Window(size, size, Padding.VALID));
  }

  private static GlobalPool mean(String name, String input) {
    return new GlobalPool(name, input, Reduction.MEAN, false);
  }

  private static Dense dense(String name, String input) {
    return new Dense(name, input, 5, true, Activation.SOFTMAX);
  }

  /** {@code x * sigmoid(conv(pool(x)))}. */
  private static List<Layer> squeezed(String name, String input, int channels) {
    return List.of(
        new GlobalPool(name + "_squeeze", input, Reduction.MEAN, true),
        conv(name + "_excite", name + "_squeeze", channels, 1, Activation.SIGMOID),
        new Elementwise(name, List.of(input, name + "_excite"), Arithmetic.MULTIPLY));
  }

  private static void expect(String layer, Plan plan) {
    assertThat(FeatureLayer.of(plan)).isEqualTo(layer);
  }

  private static Plan withSqueeze(Layer... end) {
    List<Layer> layers = new ArrayList<>(List.of(conv("c1", "in", 8, 3)));
    layers.addAll(squeezed("se1", "c1", 8));
    layers.add(conv("c2", "se1", 8, 3));
    layers.addAll(List.of(end));
    return plan(16, layers.toArray(Layer[]::new));
  }

  @Test
  void poolsOfSqueezeAndExcitationAreNoEnd() {
    expect("c2", withSqueeze());
    expect("c2", withSqueeze(mean("gap", "c2"), dense("top", "gap")));
    expect("se2", withSqueeze(squeezed("se2", "c2", 8).toArray(Layer[]::new)));
  }

  @Test
  void poolsOfOneMapThatAreJoinedEndTogether() {
    expect(
        "c2",
        withSqueeze(
            mean("mean", "c2"),
            new GlobalPool("max", "c2", Reduction.MAX, false),
            new Concat("both", List.of("mean", "max")),
            dense("top", "both")));
  }

  @Test
  void poolsOfSeveralMapsGiveAVector() {
    expect(
        "all",
        withSqueeze(
            mean("early", "c2"),
            conv("c3", "c2", 8, 3),
            mean("late", "c3"),
            new Concat("all", List.of("early", "late")),
            dense("top", "all")));
  }

  @Test
  void flattenedMapsAndWholeMeansEndTheBase() {
    expect(
        "p",
        plan(
            16,
            conv("c", "in", 8, 3),
            pool("p", "c", Reduction.MAX, 2),
            new Flatten("flat", "p"),
            dense("hidden", "flat"),
            dense("top", "hidden")));
    expect(
        "c",
        plan(
            16,
            conv("c", "in", 8, 3),
            pool("whole", "c", Reduction.MEAN, 16),
            new Flatten("flat", "whole"),
            dense("top", "flat")));
  }

  @Test
  void meansThatLeaveOneCellWithinANetworkDoNotEndIt() {
    expect(
        "c2",
        plan(
            2,
            conv("c1", "in", 8, 3),
            pool("whole", "c1", Reduction.MEAN, 2),
            conv("c2", "whole", 8, 3),
            mean("gap", "c2"),
            dense("top", "gap")));
    expect("max", plan(2, conv("c1", "in", 8, 3), pool("max", "c1", Reduction.MAX, 2)));
  }

  @Test
  void classifiersBeforeAPoolAreSkipped() {
    Layer[] fully = {
      conv("c", "in", 8, 3),
      new Dropout("drop", "c", 0.5),
      conv("classes", "drop", 5, 1, Activation.LINEAR),
      new Activate("relu", "classes", Activation.RELU),
      mean("gap", "relu"),
      new Activate("probabilities", "gap", Activation.SOFTMAX)
    };
    expect("c", plan(16, fully));
    expect("relu", plan(16, Stream.of(fully).limit(5).toArray(Layer[]::new)));
  }

  @Test
  void hiddenLayersBehindThePoolBelongToTheTop() {
    expect(
        "c",
        plan(
            16,
            conv("c", "in", 8, 3),
            new GlobalPool("gap", "c", Reduction.MEAN, true),
            conv("hidden", "gap", 16, 1),
            new Dropout("drop", "hidden", 0.2),
            conv("logits", "drop", 5, 1, Activation.LINEAR),
            new Flatten("flat", "logits"),
            new Activate("probabilities", "flat", Activation.SOFTMAX)));
  }

  @Test
  void flattenedTokensGiveAVector() {
    expect(
        "flat",
        plan(
            16,
            conv("patches", "in", 8, 3),
            new Reshape("tokens", "patches", new Shape(256, 8)),
            new LayerNorm("norm", "tokens", 1e-6, true, true),
            new Flatten("flat", "norm"),
            dense("top", "flat")));
  }

  @Test
  void mapIsTakenBeforeItsChannelsArePutFirst() {
    Plan plan =
        plan(
            8,
            conv("c", "in", 4, 3),
            new Permute("first", "c", List.of(3, 1, 2)),
            new Flatten("f", "first"),
            new Dense("d", "f", 2, true, Activation.SOFTMAX));
    assertThat(FeatureLayer.of(plan)).isEqualTo("c");
  }
}
