package org.graft.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets of near pictures against all pairs, one by one. */
class NearGroupsTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void isWhatComparingAllPairsGives(long seed) {
    MadePrints made = new MadePrints(seed).strangers(300, 0.45).strangers(150, 0.03);
    for (int bits : new int[] {0, 5, 12, 13, 20, 30}) {
      made.copies(40, bits).film(40, bits);
    }
    Collections.shuffle(made.all(), new Random(seed));

    int[] sets = NearGroups.of(made.all());

    assertThat(sets).isEqualTo(allPairs(made.all()));
    assertThat(Arrays.stream(sets).distinct().count()).isBetween(300L, 900L);
  }

  /** 24 bits that differ and are dealt over the bands evenly are the hardest to find. */
  @Test
  void findsPairsThatDifferInAsManyBitsAsMayBe() {
    MadePrints made = new MadePrints(4);
    for (int pair = 0; pair < 400; pair++) {
      made.copies(2, 12);
    }

    int[] sets = NearGroups.of(made.all());

    assertThat(sets).isEqualTo(allPairs(made.all()));
    assertThat(Arrays.stream(sets).distinct().count()).isBetween(400L, 700L);
  }

  /** All pairs would be 200 million. */
  @Test
  void framesOfAFixedCameraAreComparedOnceEach() {
    List<Fingerprint> frames = new MadePrints(1).copies(20_000, 6).all();

    int[] sets = assertTimeoutPreemptively(Duration.ofMinutes(2), () -> NearGroups.of(frames));

    assertThat(Arrays.stream(sets).distinct().count()).isEqualTo(1);
  }

  @Test
  void fewPicturesAreComparedAsManyAre() {
    List<Fingerprint> made = new MadePrints(3).strangers(40, 0.4).film(60, 15).copies(20, 11).all();

    assertThat(NearGroups.of(made)).isEqualTo(allPairs(made));
  }

  @Test
  void nothingAndOneAreNoPairs() {
    assertThat(NearGroups.of(List.of())).isEmpty();
    assertThat(NearGroups.of(new MadePrints(1).strangers(1, 0.4).all())).containsExactly(0);
  }

  static int[] allPairs(List<Fingerprint> prints) {
    DisjointSets sets = new DisjointSets(prints.size());
    for (int i = 0; i < prints.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (prints.get(i).isNear(prints.get(j))) {
          sets.join(i, j);
        }
      }
    }
    return sets.all();
  }

  @Test
  void setsAreTheSameWhateverIsJoinedFirst() {
    DisjointSets sets = new DisjointSets(10_000);
    IntStream.range(0, 9_999).parallel().forEach(i -> sets.join(i, (i * 7919 + 13) % 10_000));
    DisjointSets one = new DisjointSets(10_000);
    IntStream.range(0, 9_999).forEach(i -> one.join(i, (i * 7919 + 13) % 10_000));
    assertThat(sets.all()).isEqualTo(one.all());
  }
}
