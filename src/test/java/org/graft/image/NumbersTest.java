package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images of a number each: how they are kept and parted. */
class NumbersTest {
  @TempDir private Path folder;

  @Test
  void aDatasetIsReadBackAsItWasWritten() throws IOException {
    Dataset data = data(4);
    Path file = folder.resolve("data.json");
    Json.write(file, data);
    assertThat(Json.read(file, Dataset.class)).isEqualTo(data);
  }

  @Test
  void imagesOfNearNumbersAreAlike() {
    Numbers numbers = new Numbers(List.of(9.0, 1.0, 5.0));
    int[] answers = IntStream.range(0, 30).map(i -> i % 3).toArray();
    int[] strata = numbers.strata(1, answers);
    for (int i = 0; i < answers.length; i++) {
      assertThat(strata[i] / 2).isEqualTo(answers[i] == 1 ? 0 : answers[i] == 2 ? 1 : 2);
    }
    assertThat(numbers.strata(1, 0, 1, 2)).containsOnly(0);
  }

  @Test
  void aShareOfAllNumbersIsHeldOut() {
    Dataset parted = data(100).holdingOut(0.2, 3);
    assertThat(parted.validation()).hasSize(20);
    assertThat(parted.validation().stream().filter(image -> image.label() < 10)).hasSize(2);
  }

  /** Copying all numbers for each image took more than ten minutes of two hundred thousand. */
  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void manyNumbersArePartedInTheTimeOfTheirCount() {
    List<LabelsLine> lines =
        IntStream.range(0, 200_000)
            .mapToObj(
                i ->
                    new LabelsLine(
                        i + 1,
                        folder.resolve(i + ".png"),
                        List.of(),
                        OptionalDouble.of(i),
                        Optional.empty(),
                        Optional.empty()))
            .toList();
    Dataset parted = ImageSource.of(LabelsKind.NUMBER, lines).open(Split.withSeed(1));
    assertThat(parted.test()).hasSize(40_000);
  }

  @Test
  void onlyFiniteNumbersAndOneOutputAreTaken() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Numbers(List.of(bad)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Numbers(List.of(1.0)).requireOutputs(2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Dataset data(int count) {
    List<Double> numbers = new ArrayList<>();
    List<LabelledImage> train = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(i / 4.0);
      train.add(new LabelledImage(folder.resolve(i + ".png"), i));
    }
    return new Dataset(
        List.of("number"), train, List.of(), List.of(), LeftOut.NOTHING, new Numbers(numbers));
  }
}
