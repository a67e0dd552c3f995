package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.graft.feature.Features;
import org.graft.feature.RowSpace;
import org.graft.head.Head;
import org.graft.plan.Activation;
import org.graft.plan.Dense;
import org.graft.plan.Input;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Test;

/** Temperatures equal SciPy's and scikit-learn's ({@code temperature_goldens.py}). */
class TemperatureTest {
  private static final Map<String, NpyArray> GOLDENS =
      NpzFile.read(Path.of("src/test/resources/goldens/temperature.npz"));
  private static final float[] PROBABILITIES = GOLDENS.get("probabilities").values();
  private static final List<String> LABELS = List.of("a", "b", "c", "d");

  @Test
  void equalsScipysAndIsNearScikitLearns() {
    Temperature found = Temperature.of(List.of(evaluation(0, 300)));
    assertThat(found.value()).isCloseTo(GOLDENS.get("smoothed").values()[0], within(1e-5));
    assertThat(found.value()).isCloseTo(GOLDENS.get("plain").values()[0], within(5e-2));
    assertThat(found.images()).isEqualTo(300);
  }

  @Test
  void partsAreTakenTogether() {
    Temperature whole = Temperature.of(List.of(evaluation(0, 300)));
    Temperature parts = Temperature.of(List.of(evaluation(0, 90), evaluation(90, 300)));
    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void modelGivesWhatTheTemperatureMakesOfItsLogits() {
    float[] loss = GOLDENS.get("loss").values();
    double temperature = GOLDENS.get("smoothed").values()[0];
    assertThat(evaluation(0, 300).loss()).isCloseTo(loss[0], within(1e-6));

    Weights identity =
        Weights.builder()
            .put(
                Head.LOGITS,
                Weights.KERNEL,
                new Tensor(new float[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, 4, 4))
            .build();
    Model model =
        new Model(
            new Plan(
                List.of(
                    new Input("x", new Shape(4)),
                    new Dense(Head.LOGITS, "x", 4, false, Activation.LINEAR),
                    Head.probabilities(Activation.SOFTMAX))),
            identity);
    Model tempered = Head.tempered(model, temperature);
    float[] logits = new float[PROBABILITIES.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(PROBABILITIES[i]);
    }
    Tensor given;
    try (TailRunner runner = TailRunner.of(tempered)) {
      Evaluation all = evaluation(0, 300);
      given =
          runner
              .run(
                  new Features(new Tensor(logits, 300, 4), all.truth(), all.files()),
                  RowSpace.USUAL)
              .values();
    }
    assertThat(evaluation(0, 300).withProbabilities(given).loss()).isCloseTo(loss[1], within(1e-5));
  }

  @Test
  void fewImagesThatAreAllRightDoNotMakeCertain() {
    Tensor rows = Tensor.rows(new float[] {0.6f, 0.4f}, new float[] {0.4f, 0.6f});
    Evaluation two =
        new Evaluation(
            List.of("a", "b"), Collections.nCopies(2, Path.of("x")), new int[] {0, 1}, rows);
    double inverse = 1 / Temperature.of(List.of(two)).value();
    double sure = 1 / (1 + Math.pow(0.4 / 0.6, inverse));
    assertThat(sure).as("(n + 1) / (n + 2)").isCloseTo(0.75, within(1e-6));
  }

  @Test
  void certainAndWrongStaysFinite() {
    Tensor rows = Tensor.rows(new float[] {1, 0}, new float[] {1, 0});
    Evaluation wrong =
        new Evaluation(
            List.of("a", "b"), Collections.nCopies(2, Path.of("x")), new int[] {1, 1}, rows);
    assertThat(Temperature.of(List.of(wrong)).value()).isBetween(1.0, 100.1);
  }

  private static Evaluation evaluation(int from, int to) {
    int[] truth = new int[to - from];
    float[] stored = GOLDENS.get("truth").values();
    for (int i = 0; i < truth.length; i++) {
      truth[i] = (int) stored[from + i];
    }
    float[] rows = Arrays.copyOfRange(PROBABILITIES, 4 * from, 4 * to);
    List<Path> files = Collections.nCopies(truth.length, Path.of("x"));
    return new Evaluation(LABELS, files, truth, new Tensor(rows, truth.length, 4));
  }
}
