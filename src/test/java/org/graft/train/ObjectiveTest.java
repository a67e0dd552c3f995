package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.fixture.DenseHead;
import org.graft.fixture.Formula;
import org.graft.graph.Criterion;
import org.graft.graph.SameDiffNetwork;
import org.graft.head.Head;
import org.graft.plan.Model;
import org.graft.plan.Parameter;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Loss and gradients of a small head that standardises its features, by both ways. */
class ObjectiveTest {
  private static final int ROWS = 12;
  private static final int WIDTH = 6;
  private static final int UNITS = 8;
  private static final int CLASSES = 3;
  private static final float NUDGE = 1e-2f;
  private static final Head HEAD = DenseHead.of(CLASSES, UNITS, 0.4, true);
  private static final int[] LABELS = IntStream.range(0, ROWS).map(i -> i % CLASSES).toArray();
  private static final Loss LOSS = new Loss(0.1, ClassWeights.NONE);
  private static final List<Parameter> TRAINABLE =
      List.of(
          new Parameter(Head.HIDDEN + "/" + Weights.KERNEL, WIDTH, UNITS),
          new Parameter(Head.HIDDEN + "/" + Weights.BIAS, UNITS),
          new Parameter(Head.LOGITS + "/" + Weights.KERNEL, UNITS, CLASSES),
          new Parameter(Head.LOGITS + "/" + Weights.BIAS, CLASSES));

  /** How the head is differentiated. */
  enum Way {
    GRAPH(tail -> new GraphObjective(tail, Criterion.SOFTMAX)),
    TAPE(tail -> TapeObjective.of(tail, Criterion.SOFTMAX).orElseThrow());

    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<Model, Objective> make;

    Way(Function<Model, Objective> make) {
      this.make = make;
    }

    Objective of(Model head) {
      return make.apply(head);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyGradientIsThatOfCentralDifferences(Way way) {
    for (Parameter parameter : TRAINABLE) {
      float[] gradient = gradient(way.of(start()), parameter.name());
      assertThat(gradient).hasSize((int) parameter.size());
      double largest = 0;
      for (float value : gradient) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertThat(largest).isPositive();
      for (int i = 0; i < gradient.length; i++) {
        double difference =
            lossWith(way, parameter.name(), i, NUDGE) - lossWith(way, parameter.name(), i, -NUDGE);
        assertThat(difference / (2 * NUDGE))
            .as("%s [%d]", parameter.name(), i)
            .isCloseTo(gradient[i], within(1e-3 * largest));
      }
    }
  }

  @Test
  void bothWaysAgree() {
    Gradients graph = Way.GRAPH.of(start()).gradients(batch());
    Gradients tape = Way.TAPE.of(start()).gradients(batch());
    assertThat(tape.loss()).isCloseTo(graph.loss(), within(1e-6));
    for (Parameter parameter : TRAINABLE) {
      assertThat(values(tape, parameter.name()))
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(values(graph, parameter.name()));
    }
    Tensor logits = Way.GRAPH.of(start()).logits(batch().inputs());
    assertThat(Way.TAPE.of(start()).logits(batch().inputs()).values())
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(logits.values());
  }

  @ParameterizedTest
  @EnumSource
  void onlyTrainableArraysHaveGradients(Way way) {
    Objective objective = way.of(start());
    String[] names = TRAINABLE.stream().map(Parameter::name).toArray(String[]::new);
    assertThat(objective.gradients(batch()).byParameter()).containsOnlyKeys(names);
    assertThat(objective.parameters()).containsOnlyKeys(names);
  }

  @ParameterizedTest
  @EnumSource
  void repeatedCallsGiveTheSameBits(Way way) {
    Objective objective = way.of(start());
    List<float[]> first = bits(objective);
    for (int call = 0; call < 5; call++) {
      assertThat(bits(objective)).usingRecursiveComparison().isEqualTo(first);
    }
  }

  /** Were a constant of the objective changed by training, its gradients would be others. */
  @ParameterizedTest
  @EnumSource
  void aTrainedObjectiveComputesAsAFreshOneWithItsWeights(Way way) {
    Objective trained = way.of(start());
    Steps trainer = trainer(trained);
    for (int i = 0; i < 20; i++) {
      trainer.step(batch(), 0.01);
    }
    Weights weights = start().weights().with(Snapshot.of(trained.parameters()));
    Objective fresh = way.of(HEAD.alone(WIDTH, weights));
    assertThat(bits(trained)).usingRecursiveComparison().isEqualTo(bits(fresh));
  }

  @ParameterizedTest
  @EnumSource
  void aStepChangesNeitherItsStartNorItsInputs(Way way) {
    Model start = start();
    Batch batch = batch();
    trainer(way.of(start)).step(batch, 0.1);
    assertThat(start.weights()).isEqualTo(start().weights());
    assertThat(batch).isEqualTo(batch());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDroppedLearnsNothing(Way way) {
    Batch batch = batch();
    for (int row = 0; row < ROWS; row++) {
      batch.masks().get(Head.DROPOUT).values()[row * UNITS + 2] = 0;
    }
    INDArray bias =
        way.of(start()).gradients(batch).byParameter().get(Head.HIDDEN + "/" + Weights.BIAS);
    assertThat(bias.getFloat(2)).isZero();
    assertThat(bias.getFloat(3)).isNotZero();
  }

  @ParameterizedTest
  @EnumSource
  void anImageCountsByItsWeight(Way way) {
    Batch batch = batch();
    Gradients plain = way.of(start()).gradients(batch);
    Tensor doubled = Tensor.vector(filled(2));
    Gradients twice =
        way.of(start())
            .gradients(new Batch(batch.inputs(), batch.targets(), doubled, batch.masks()));
    assertThat(twice.loss()).isCloseTo(2 * plain.loss(), within(1e-5));
    float[] expected = values(plain, TRAINABLE.get(0).name());
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= 2;
    }
    assertThat(values(twice, TRAINABLE.get(0).name()))
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(expected);
  }

  private static Steps trainer(Objective objective) {
    return new Steps(Recipe.SAFE.phase(), objective);
  }

  private static double lossWith(Way way, String parameter, int index, float by) {
    Model start = start();
    String[] name = parameter.split("/");
    start.weights().get(name[0], name[1]).values()[index] += by;
    return way.of(start).gradients(batch()).loss();
  }

  private static float[] gradient(Objective objective, String name) {
    return values(objective.gradients(batch()), name);
  }

  private static float[] values(Gradients gradients, String name) {
    return SameDiffNetwork.fromNative(gradients.byParameter().get(name)).values();
  }

  /** Logits and all gradients. */
  private static List<float[]> bits(Objective objective) {
    Gradients found = objective.gradients(batch());
    return Stream.concat(
            Stream.of(found.logits().values()),
            TRAINABLE.stream().map(parameter -> values(found, parameter.name())))
        .toList();
  }

  private static Batch batch() {
    Tensor features = uniform(1, 2, ROWS, WIDTH);
    return new Batch(
        Map.of(HEAD.alone(WIDTH, start().weights()).plan().input().name(), features),
        LOSS.targets(NumberedClasses.of(CLASSES), LABELS),
        Tensor.vector(filled(1)),
        Map.of(Head.DROPOUT, mask()));
  }

  private static float[] filled(float value) {
    float[] values = new float[ROWS];
    Arrays.fill(values, value);
    return values;
  }

  private static Tensor mask() {
    float[] values = uniform(2, 1, ROWS, UNITS).values();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] < -0.2f ? 0 : (float) (1 / 0.6);
    }
    return new Tensor(values, ROWS, UNITS);
  }

  private static Model start() {
    float[] variance = uniform(4, 0.5, WIDTH).values();
    for (int i = 0; i < WIDTH; i++) {
      variance[i] += 1;
    }
    Weights weights =
        Weights.builder()
            .put(Head.STANDARDIZE, Weights.MOVING_MEAN, uniform(3, 0.5, WIDTH))
            .put(Head.STANDARDIZE, Weights.MOVING_VARIANCE, Tensor.vector(variance))
            .put(Head.HIDDEN, Weights.KERNEL, uniform(5, 1, WIDTH, UNITS))
            .put(Head.HIDDEN, Weights.BIAS, uniform(6, 0.5, UNITS))
            .put(Head.LOGITS, Weights.KERNEL, uniform(7, 1, UNITS, CLASSES))
            .put(Head.LOGITS, Weights.BIAS, uniform(8, 0.5, CLASSES))
            .build();
    return HEAD.alone(WIDTH, weights);
  }

  private static Tensor uniform(int k, double limit, int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * Formula.uniform(k, i) - 1) * limit);
    }
    return new Tensor(values, shape);
  }
}
