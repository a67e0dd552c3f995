package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.engine.Precision;
import org.graft.engine.selection.EngineChoice;
import org.graft.engine.selection.EngineSelector;
import org.graft.engine.selection.EngineSettings;
import org.graft.feature.Features;
import org.graft.feature.RowSpace;
import org.graft.fixture.DenseHead;
import org.graft.fixture.Formula;
import org.graft.fixture.LayerGoldens;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Criterion;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.head.Head;
import org.graft.plan.Activation;
import org.graft.plan.Conv2d;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Input;
import org.graft.plan.Model;
import org.graft.plan.Padding;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.SplitModel;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.plan.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The second phase on small networks, from several boundaries: one map enters, or several. */
class FineTuneTest {
  private static final int IMAGES = 6;
  private static final float NUDGE = 1e-3f;
  private static final int UNITS = 8;
  private static final Head HEAD = DenseHead.of(3, UNITS, 0.25, false);
  private static final Task TASK = NumberedClasses.of(HEAD.classes());
  private static final FineTune SHORT =
      new FineTune(
          "", new Phase(Phase.FINE_TUNE.optimizer(), new Schedule(3, 4, 0.01, 0, false), 0, 0));

  private static final String SEVERAL_KERNELS_A_CHANNEL = "dw2";

  static Stream<Arguments> boundaries() {
    return Stream.of(
        Arguments.of("block2_conv1", SmallNetworks.vgg(16).upTo("block2_pool"), 16),
        Arguments.of("scaled", SmallNetworks.vgg(16).upTo("block2_pool"), 16),
        Arguments.of("b2", SmallNetworks.inception(29).upTo("p2"), 29),
        Arguments.of("b3", SmallNetworks.inception(29).upTo("p2"), 29),
        Arguments.of("mixed0", SmallNetworks.inception(29).upTo("p2"), 29),
        Arguments.of("bn1", SmallNetworks.inception(29).upTo("p2"), 29),
        Arguments.of("r1", SmallNetworks.inception(29).upTo("p2"), 29),
        Arguments.of(SEVERAL_KERNELS_A_CHANNEL, SmallNetworks.mobileNet(17).upTo("dw3"), 17));
  }

  @ParameterizedTest
  @MethodSource("boundaries")
  void bothPartsTogetherAreTheWhole(String first, Model base, int size) {
    INDArray images = SmallNetworks.images(IMAGES, size);
    Model whole = grafted(base, images);
    Features probabilities =
        TailRunner.of(SplitModel.before(whole, first).tail())
            .run(entering(whole, first, images), RowSpace.USUAL);
    assertThat(probabilities.values().values())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(run(whole, images).values());
  }

  @ParameterizedTest
  @MethodSource("boundaries")
  void theWayFromTheBoundaryToTheFeaturesIsTheBases(String first, Model base, int size) {
    INDArray images = SmallNetworks.images(IMAGES, size);
    Model pooled = Head.pooled(base);
    Model tail = SplitModel.before(pooled, first).tail();
    for (EngineChoice engine : EngineChoice.values()) {
      try (TailRunner runner = TailRunner.of(tail, selector(engine))) {
        Features entering = entering(pooled, first, images);
        for (int call = 0; call < 2; call++) {
          assertThat(runner.run(entering, RowSpace.USUAL).values().values())
              .as("%s", engine)
              .usingComparatorWithPrecision(1e-5f)
              .containsExactly(run(pooled, images).values());
        }
      }
    }
  }

  private static EngineSelector selector(EngineChoice engine) {
    EngineSettings settings = new EngineSettings(engine, Precision.FLOAT32, false);
    return new EngineSelector(settings, Optional.empty(), warning -> {});
  }

  @ParameterizedTest
  @MethodSource("boundaries")
  void trainedPartsChangeAndFrozenOnesKeepEveryBit(String first, Model base, int size) {
    INDArray images = SmallNetworks.images(IMAGES, size);
    Model whole = grafted(base, images);
    Set<String> trained = GraphObjective.trainable(SplitModel.before(whole, first).tail());
    Weights changed =
        new TrainingPhases(
                Recipe.SAFE, TASK, SamplingPlans.of(1, 0, 1), Checkpointer.NONE, TrainListener.NONE)
            .fineTune(
                whole,
                new FineTune(first, SHORT.phase()),
                entering(whole, first, images),
                Optional.empty());
    assertThat(changed.byLayer().keySet()).isEqualTo(trained);
    Model tuned = whole.withWeights(changed);
    whole
        .weights()
        .byLayer()
        .forEach(
            (layer, arrays) -> {
              if (trained.contains(layer)) {
                arrays.forEach(
                    (name, tensor) ->
                        assertThat(tuned.weights().get(layer, name))
                            .as("%s/%s", layer, name)
                            .isNotEqualTo(tensor));
              } else {
                assertThat(tuned.weights().of(layer)).as(layer).isEqualTo(arrays);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("boundaries")
  void gradientsAreThoseOfCentralDifferences(String first, Model base, int size) {
    INDArray images = SmallNetworks.images(IMAGES, size);
    Model tail = SplitModel.before(grafted(base, images), first).tail();
    Batch batch = batch(tail, entering(grafted(base, images), first, images));
    Map<String, INDArray> gradients =
        new GraphObjective(tail, Criterion.SOFTMAX).gradients(batch).byParameter();
    assertThat(gradients).isNotEmpty();
    gradients.forEach(
        (name, gradient) -> {
          float[] values = SameDiffNetwork.fromNative(gradient).values();
          int most = 0;
          for (int i = 0; i < values.length; i++) {
            most = Math.abs(values[i]) > Math.abs(values[most]) ? i : most;
          }
          assertThat(values[most]).as(name).isNotZero();
          double numeric =
              (lossWith(tail, batch, name, most, NUDGE) - lossWith(tail, batch, name, most, -NUDGE))
                  / (2 * NUDGE);
          assertThat(numeric)
              .as("%s [%d]", name, most)
              .isCloseTo(values[most], within(0.1 * Math.abs(values[most]) + 1e-3));
        });
  }

  static Stream<Arguments> tapes() {
    return boundaries().filter(boundary -> !SEVERAL_KERNELS_A_CHANNEL.equals(boundary.get()[0]));
  }

  @Test
  void severalKernelsAChannelAreLeftToTheGraph() {
    INDArray images = SmallNetworks.images(IMAGES, 17);
    Model whole = grafted(SmallNetworks.mobileNet(17).upTo("dw3"), images);
    Model tail = SplitModel.before(whole, SEVERAL_KERNELS_A_CHANNEL).tail();
    assertThat(TapeObjective.of(tail, Criterion.SOFTMAX)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tapes")
  void theTapeAgreesWithTheGraph(String first, Model base, int size) {
    INDArray images = SmallNetworks.images(IMAGES, size);
    Model tail = SplitModel.before(grafted(base, images), first).tail();
    Batch batch = batch(tail, entering(grafted(base, images), first, images));
    Gradients graph = new GraphObjective(tail, Criterion.SOFTMAX).gradients(batch);
    try (Objective tape = TapeObjective.of(tail, Criterion.SOFTMAX).orElseThrow()) {
      assertClose(tape.gradients(batch), graph);
    }
  }

  /** Products so large that the tape lets several workers make them. */
  @Test
  void theTapeAgreesWithTheGraphWhereWorkersShare() {
    Window window = new Window(Size2d.square(3), Size2d.square(1), Padding.SAME);
    Plan plan =
        new Plan(
            List.of(
                new Input("image", Shape.square(4, 96)),
                new Conv2d("one", "image", 131, window, 1, true, Activation.RELU),
                new Conv2d("two", "one", 64, window, 1, true, Activation.RELU)));
    Model base = new Model(plan, Formula.weights(plan));
    Tensor maps = Tensor.zeros(IMAGES, 4, 4, 96);
    for (int i = 0; i < maps.size(); i++) {
      maps.values()[i] = (float) Formula.uniform(5, i);
    }
    INDArray images = SameDiffNetwork.toNative(maps);
    Model whole = grafted(base, images);
    Model tail = SplitModel.before(whole, "one").tail();
    Batch batch = batch(tail, entering(whole, "one", images));
    Gradients graph = new GraphObjective(tail, Criterion.SOFTMAX).gradients(batch);
    try (Objective tape = TapeObjective.of(tail, Criterion.SOFTMAX).orElseThrow()) {
      for (int call = 0; call < 3; call++) {
        assertClose(tape.gradients(batch), graph);
      }
    }
  }

  private static void assertClose(Gradients tape, Gradients graph) {
    assertThat(tape.loss()).isCloseTo(graph.loss(), within(1e-5));
    assertThat(tape.byParameter().keySet()).isEqualTo(graph.byParameter().keySet());
    tape.byParameter()
        .forEach(
            (name, gradient) ->
                assertThat(
                        LayerGoldens.difference(
                            SameDiffNetwork.fromNative(gradient),
                            SameDiffNetwork.fromNative(graph.byParameter().get(name))))
                    .as(name)
                    .isLessThan(1e-5));
  }

  private static double lossWith(Model tail, Batch batch, String name, int index, float by) {
    int end = name.lastIndexOf('/');
    String layer = name.substring(0, end);
    String parameter = name.substring(end + 1);
    Tensor tensor = tail.weights().get(layer, parameter);
    float[] moved = tensor.values().clone();
    moved[index] += by;
    Weights.Builder weights = Weights.builder().putAll(tail.weights());
    weights.put(layer, parameter, new Tensor(moved, tensor.shape()));
    return new GraphObjective(new Model(tail.plan(), weights.build()), Criterion.SOFTMAX)
        .gradients(batch)
        .loss();
  }

  /** Nothing dropped, nothing smoothed. */
  private static Batch batch(Model tail, Features entering) {
    int[] all = IntStream.range(0, IMAGES).toArray();
    float[] ones = new float[IMAGES * UNITS];
    Arrays.fill(ones, 1);
    return new Batch(
        new Examples(entering, SplitModel.entering(tail)).inputs(all, 0),
        Loss.PLAIN.targets(NumberedClasses.of(HEAD.classes()), entering.labels()),
        Loss.PLAIN.weights(entering.labels(), HEAD.classes()),
        Map.of(Head.DROPOUT, new Tensor(ones, IMAGES, UNITS)));
  }

  private static Model grafted(Model base, INDArray images) {
    Tensor features = run(Head.pooled(base), images);
    return HEAD.graftedOn(
        base, HEAD.initial(features, new Draws(1, 0).once(TrainingPhases.INITIAL_WEIGHTS)));
  }

  private static Features entering(Model whole, String first, INDArray images) {
    Model frozen = SplitModel.before(whole, first).frozen();
    return features(run(FoldBatchNorm.apply(frozen), images));
  }

  private static Features features(Tensor rows) {
    int[] labels = IntStream.range(0, IMAGES).map(i -> i % HEAD.classes()).toArray();
    return new Features(rows, labels, Collections.nCopies(IMAGES, Path.of("image")));
  }

  private static Tensor run(Model model, INDArray images) {
    return SameDiffNetwork.fromNative(Emitter.inference(model).run(images));
  }
}
