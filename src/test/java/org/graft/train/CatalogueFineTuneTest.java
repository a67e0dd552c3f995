package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.base.Block;
import org.graft.base.Catalogue;
import org.graft.base.CatalogueEntry;
import org.graft.feature.Features;
import org.graft.fixture.DenseHead;
import org.graft.fixture.Formula;
import org.graft.fixture.LayerGoldens;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Criterion;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.head.Head;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Preprocessing;
import org.graft.plan.Shape;
import org.graft.plan.SplitModel;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.source.keras.DirectReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The contract of fine-tuning, for every architecture of the catalogue from its last block on and
 * at its smallest size: all that is trainable learns, all that is frozen keeps every bit.
 */
@Tag("catalogue")
class CatalogueFineTuneTest {
  private static final int IMAGES = 4;
  private static final int UNITS = 8;
  private static final Head HEAD = DenseHead.of(2, UNITS, 0, false);
  private static final Task TASK = NumberedClasses.of(HEAD.classes());
  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Phase STEP =
      new Phase(Phase.FINE_TUNE.optimizer(), new Schedule(1, IMAGES, 0.01, 0, false), 0, 0);

  static Stream<String> architectures() {
    return CATALOGUE.entries().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void whatIsTrainableLearnsAndWhatIsFrozenStays(String name) {
    CatalogueEntry entry = CATALOGUE.entry(name);
    INDArray images = SmallNetworks.images(IMAGES, entry.minimumSize());
    Model whole = grafted(base(name, entry), images);
    String first = lastBlock(whole, entry.blocks());
    SplitModel split = SplitModel.before(whole, first);
    Features entering = features(run(split.frozen(), images));

    Batch batch = batch(split.tail(), entering);
    Map<String, INDArray> gradients =
        new GraphObjective(split.tail(), Criterion.SOFTMAX).gradients(batch).byParameter();
    assertThat(gradients).hasSizeGreaterThan(4);
    gradients.forEach(
        (parameter, gradient) ->
            assertThat(gradient.ameanNumber().doubleValue())
                .as("%s %s", name, parameter)
                .isPositive()
                .isFinite());

    try (Objective tape = TapeObjective.of(split.tail(), Criterion.SOFTMAX).orElseThrow()) {
      assertAgree(name, tape.gradients(batch).byParameter(), gradients);
    }

    Weights changed =
        new TrainingPhases(
                Recipe.SEED, TASK, SamplingPlans.of(1, 0, 1), Checkpointer.NONE, TrainListener.NONE)
            .fineTune(whole, new FineTune(first, STEP), entering, Optional.empty());
    Model tuned = whole.withWeights(changed);
    split
        .frozen()
        .weights()
        .byLayer()
        .forEach(
            (layer, arrays) -> assertThat(tuned.weights().of(layer)).as(layer).isEqualTo(arrays));
    assertThat(run(SplitModel.before(tuned, first).frozen(), images)).isEqualTo(entering.values());
  }

  private static void assertAgree(
      String name, Map<String, INDArray> found, Map<String, INDArray> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach(
        (parameter, gradient) ->
            assertThat(
                    LayerGoldens.difference(
                        SameDiffNetwork.fromNative(gradient),
                        SameDiffNetwork.fromNative(expected.get(parameter))))
                .as("%s %s", name, parameter)
                .isLessThan(1e-4));
  }

  /** The base with weights from the formula, for raw pixels. */
  private static Model base(String name, CatalogueEntry entry) {
    Plan plan =
        DirectReader.read(CATALOGUE.configWithoutTop(name).orElseGet(() -> CATALOGUE.config(name)))
            .withInput(Shape.square(entry.minimumSize(), 3))
            .upTo(entry.featureLayer());
    return Preprocessing.TF.prependTo(new Model(plan, Formula.weights(plan)));
  }

  /** The first layer of the last block that holds more than what is frozen in any case. */
  private static String lastBlock(Model whole, List<Block> blocks) {
    Plan plan = whole.plan();
    for (int b = blocks.size() - 2; b >= 0; b--) {
      String first = plan.layers().get(plan.indexOf(blocks.get(b).end()) + 1).name();
      Model tail = SplitModel.before(whole, first).tail();
      if (GraphObjective.trainable(tail).size() > HEAD.style().trainable().size()) {
        return first;
      }
    }
    throw new AssertionError("no block of the base holds anything to train");
  }

  private static Model grafted(Model base, INDArray images) {
    Tensor features = run(Head.pooled(base), images);
    return HEAD.graftedOn(
        base, HEAD.initial(features, new Draws(1, 0).once(TrainingPhases.INITIAL_WEIGHTS)));
  }

  private static Batch batch(Model tail, Features entering) {
    float[] ones = new float[IMAGES * UNITS];
    Arrays.fill(ones, 1);
    return new Batch(
        new Examples(entering, SplitModel.entering(tail))
            .inputs(IntStream.range(0, IMAGES).toArray(), 0),
        Loss.PLAIN.targets(NumberedClasses.of(HEAD.classes()), entering.labels()),
        Loss.PLAIN.weights(entering.labels(), HEAD.classes()),
        Map.of(Head.DROPOUT, new Tensor(ones, IMAGES, UNITS)));
  }

  private static Features features(Tensor rows) {
    int[] labels = IntStream.range(0, IMAGES).map(i -> i % HEAD.classes()).toArray();
    return new Features(rows, labels, Collections.nCopies(IMAGES, Path.of("image")));
  }

  private static Tensor run(Model model, INDArray images) {
    return SameDiffNetwork.fromNative(Emitter.inference(model).run(images));
  }
}
