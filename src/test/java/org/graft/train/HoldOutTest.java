package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldOutTest {
  @Test
  void holdsOutTheImagesThatTheDataNames() {
    List<Path> images = List.of(Path.of("a"), Path.of("v"), Path.of("b"));

    HoldOut parts = HoldOut.of(images, Set.of(Path.of("v"), Path.of("unreadable")));

    assertThat(parts.kept()).containsExactly(0, 2);
    assertThat(parts.heldOut()).containsExactly(1);
  }

  /** As it was before there were groups. */
  @Test
  void everyImageOnItsOwnIsDrawnFromEachClassByChance() {
    int[] labels = IntStream.range(0, 60).map(i -> i % 7 == 0 ? 0 : i % 2 + 1).toArray();
    SplittableRandom random = new SplittableRandom(9);
    Set<Integer> expected = new TreeSet<>();
    for (int label = 0; label < 3; label++) {
      int own = label;
      List<Integer> rows =
          IntStream.range(0, 60)
              .filter(i -> labels[i] == own)
              .boxed()
              .collect(Collectors.toCollection(ArrayList::new));
      Collections.shuffle(rows, new Random(random.nextLong()));
      expected.addAll(rows.subList(0, (int) Math.round(0.15 * rows.size())));
    }

    HoldOut parts =
        HoldOut.of(labels, IntStream.range(0, 60).toArray(), 0.15, new SplittableRandom(9));

    assertThat(parts.heldOut()).containsExactly(expected.stream().mapToInt(i -> i).toArray());
    assertThat(parts.kept()).hasSize(60 - expected.size());
  }

  @Test
  void imagesThatBelongTogetherAreHeldOutTogether() {
    int[] labels = IntStream.range(0, 60).map(i -> i / 30).toArray();
    int[] units = IntStream.range(0, 60).map(i -> i / 3).toArray();

    HoldOut parts = HoldOut.of(labels, units, 0.2, new SplittableRandom(1));

    assertThat(parts.heldOut()).hasSize(12);
    assertThat(Arrays.stream(parts.heldOut()).map(row -> units[row]).distinct().count())
        .isEqualTo(4);
  }
}
