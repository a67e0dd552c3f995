package org.graft.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.graft.feature.Features;
import org.graft.plan.Tensor;
import org.graft.train.Classes;
import org.graft.train.Evaluation;
import org.graft.train.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels dealt out at random, and when something was learned from them all the same. */
class PermutedTest {
  private static final List<String> LABELS = List.of("a", "b", "c", "d");
  private static final Task TASK = new Classes(LABELS);
  private static final int WIDTH = 16;
  private static final int DEALS = 6;

  @Test
  void dealingKeepsRowsAndTheSizesOfClasses() {
    Features features = classes(10, 1);
    Features dealt = Permuted.of(features, new SplittableRandom(3));
    assertThat(dealt.values()).isSameAs(features.values());
    assertThat(dealt.files()).isEqualTo(features.files());
    assertThat(Arrays.stream(dealt.labels()).sorted())
        .containsExactlyElementsOf(Arrays.stream(features.labels()).sorted().boxed().toList());
    assertThat(dealt.labels()).isNotEqualTo(features.labels());
    assertThat(Permuted.of(features, new SplittableRandom(3)).labels()).isEqualTo(dealt.labels());
  }

  /** Features that tell the classes apart without a mistake, and fixed seeds. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatCannotBeLearnedFallsToTheBaseRate(long seed) {
    Features train = classes(15, 1);
    Features test = classes(10, 2);
    assertThat(LinearProbe.test(TASK, train, test).accuracy()).isEqualTo(1);
    Control control = Control.ofPermuted("base", Controls.dealt(TASK, train, test, seed));
    assertThat(control.verdict()).isEqualTo("base-rate");
    assertThat(control.accuracies()).hasSize(DEALS);
  }

  /**
   * Thousands of classifiers that know nothing, by image or by whole class: at most one in 64 is
   * expected to be called out, and above 80 of 4000 with a probability of 0.02.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theRuleErrsAsSeldomAsItSays(boolean byClass) {
    SplittableRandom random = new SplittableRandom(5);
    Features test = classes(10, 2);
    long calledOut =
        IntStream.range(0, 4000)
            .mapToObj(i -> Control.ofPermuted("base", guesses(test, byClass, random)))
            .filter(control -> !control.verdict().equals("base-rate"))
            .count();
    assertThat(calledOut).isLessThanOrEqualTo(80);
  }

  private static List<Evaluation> guesses(Features test, boolean byClass, SplittableRandom random) {
    return IntStream.range(0, DEALS)
        .mapToObj(
            deal -> {
              int[] ofClass = random.ints(LABELS.size(), 0, LABELS.size()).toArray();
              float[] probabilities = new float[test.count() * LABELS.size()];
              for (int i = 0; i < test.count(); i++) {
                int own = byClass ? ofClass[test.labels()[i]] : random.nextInt(LABELS.size());
                probabilities[i * LABELS.size() + own] = 1;
              }
              Tensor rows = new Tensor(probabilities, test.count(), LABELS.size());
              return new Evaluation(LABELS, test.files(), test.labels(), rows);
            })
        .toList();
  }

  /** Some test images are among those to learn from, and keep the label that those are dealt. */
  @ParameterizedTest
  @CsvSource({"40, converges", "8, weak"})
  void whatLeaksIsCalledOut(int leaked, String verdict) {
    Features train = noise(60, 1);
    Features test = noise(40, 2);
    SplittableRandom random = new SplittableRandom(7);
    List<Evaluation> deals = new ArrayList<>();
    for (int deal = 0; deal < DEALS; deal++) {
      Features copied = Permuted.of(noise(leaked, 3), random);
      Features known = Features.joined(List.of(Permuted.of(train, random), copied));
      Features asked = Features.joined(List.of(test.rows(rest(leaked)), copied));
      deals.add(LinearProbe.roughly(TASK, known, asked));
    }
    Control control = Control.ofPermuted("base", deals);
    assertThat(control.verdict()).isEqualTo(verdict);
    assertThat(control.accuracies()).hasSize(DEALS).allMatch(a -> a > 0.25);
    assertThat(control.ci95())
        .containsExactly(
            Collections.min(control.accuracies()), Collections.max(control.accuracies()));
    assertThat(control.accuracy()).isBetween(control.ci95().get(0), control.ci95().get(1));
  }

  private static int[] rest(int leaked) {
    return IntStream.range(leaked, LABELS.size() * 10).toArray();
  }

  /** So many rows of each class, close to a corner of their own. */
  private static Features classes(int each, long seed) {
    int count = LABELS.size() * each;
    int[] labels = IntStream.range(0, count).map(i -> i % LABELS.size()).toArray();
    float[] values = values(count, seed, 0.1);
    for (int i = 0; i < count; i++) {
      values[i * WIDTH + labels[i]] += 1;
    }
    return features(values, labels);
  }

  /** Rows that lie far from one another, each easily kept in mind. */
  private static Features noise(int count, long seed) {
    int[] labels = IntStream.range(0, count).map(i -> i % LABELS.size()).toArray();
    return features(values(count, 100 + seed, 10), labels);
  }

  private static float[] values(int count, long seed, double deviation) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  private static Features features(float[] values, int... labels) {
    List<Path> files = Collections.nCopies(labels.length, Path.of("image"));
    return new Features(new Tensor(values, labels.length, WIDTH), labels, files);
  }
}
