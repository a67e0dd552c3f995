package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.failure.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
  @ParameterizedTest
  @CsvSource({
    "0.2, 100, 20",
    "0.2, 1, 0",
    "0.2, 2, 1",
    "0.01, 3, 1",
    "0.99, 3, 2",
    "0, 9, 0",
    "0.5, 9, 5"
  })
  void keepsTheShareAsNearAsWholeImagesAllow(double share, int images, int expected) {
    assertThat(tested(new Split(SplitBy.FILE, share, 3), "cat", files("/x", images)))
        .hasSize(expected);
  }

  @Test
  void isTheSameInAnyOrderAndAnyPlace() {
    List<Path> shuffled = new ArrayList<>(files("/home/me", 50));
    Collections.shuffle(shuffled, new Random(1));

    assertThat(names(tested(Split.withSeed(7), "cat", shuffled)))
        .isEqualTo(names(tested(Split.withSeed(7), "cat", files("elsewhere", 50))));
  }

  @Test
  void isTheSameForever() {
    assertThat(names(tested(Split.withSeed(7), "cat", files("/x", 10))))
        .containsExactlyInAnyOrder("2.jpg", "7.jpg");
  }

  @Test
  void variesWithSeedAndClass() {
    List<Path> files = files("/x", 50);
    Set<Path> chosen = tested(Split.withSeed(7), "cat", files);

    assertThat(tested(Split.withSeed(8), "cat", files)).isNotEqualTo(chosen);
    assertThat(tested(Split.withSeed(7), "dog", files)).isNotEqualTo(chosen);
  }

  @Test
  void anImageKeepsItsSideWhenOthersComeAndGo() {
    Split split = new Split(SplitBy.HASH, 0.2, 7);
    Set<Path> tested = tested(split, "cat", files("/x", 100));
    Set<Path> later = tested(split, "cat", files("/x", 200));

    assertThat(later).containsAll(tested).hasSizeGreaterThan(tested.size());
    assertThat(later.stream().filter(files("/x", 100)::contains)).hasSameSizeAs(tested);
    assertThat(tested(split, "cat", files("/x", 3)))
        .isEqualTo(tested.stream().filter(files("/x", 3)::contains).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0.1, 900, 1100", "0.5, 4850, 5150"})
  void hashMeetsTheShareOnAverage(double share, int least, int most) {
    Split split = new Split(SplitBy.HASH, share, 7);
    assertThat(tested(split, "cat", files("/x", 10_000))).hasSizeBetween(least, most);
  }

  @Test
  void hashIsTheSameForever() {
    assertThat(names(tested(new Split(SplitBy.HASH, 0.2, 7), "cat", files("/x", 10))))
        .containsExactlyInAnyOrder("1.jpg", "2.jpg", "3.jpg", "7.jpg");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 20, Double.NaN})
  void refusesWhatIsNotAShare(double share) {
    assertThatThrownBy(() -> new Split(SplitBy.FILE, share, 1))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "the test share is " + share + ": expected at least 0 and less than 1, such as 0.2");
  }

  private static List<Path> files(String folder, int count) {
    return IntStream.range(0, count).mapToObj(i -> Path.of(folder, i + ".jpg")).toList();
  }

  private static Set<String> names(Set<Path> files) {
    return files.stream().map(f -> f.getFileName().toString()).collect(Collectors.toSet());
  }

  private static Set<Path> tested(Split split, String label, List<Path> images) {
    return split.testPart(new TreeMap<>(Map.of(label, images)), ImageGroups.NONE);
  }
}
