package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampledTest {
  private static final List<String> LABELS = List.of("many", "some", "few");

  @Test
  void everyClassKeepsItsShareAndAFewAtLeast() {
    Dataset data = new Dataset(LABELS, images("train", 6000, 3000, 20), images("test", 90, 9, 1));
    Dataset some = data.sampled(1000, 100, 1);
    assertThat(counts(some.train())).containsExactly(665L, 333L, 8L);
    assertThat(some.test()).isEqualTo(data.test());
    assertThat(some.train()).isSubsetOf(data.train()).doesNotHaveDuplicates();
    assertThat(some.sampled(1010, 100, 1)).isSameAs(some);
  }

  @Test
  void whichTheyAreHangsOnTheSeedAlone() {
    Dataset data = new Dataset(LABELS, images("train", 200, 100, 50), List.of());
    assertThat(data.sampled(50, 10, 1)).isEqualTo(data.sampled(50, 10, 1));
    assertThat(data.sampled(50, 10, 1).train()).isNotEqualTo(data.sampled(50, 10, 2).train());
  }

  private static List<Long> counts(List<LabelledImage> images) {
    return IntStream.range(0, LABELS.size())
        .mapToObj(label -> images.stream().filter(i -> i.label() == label).count())
        .toList();
  }

  private static List<LabelledImage> images(String part, int... counts) {
    return IntStream.range(0, counts.length)
        .boxed()
        .flatMap(
            label ->
                IntStream.range(0, counts[label])
                    .mapToObj(i -> new LabelledImage(Path.of(part, label + "-" + i), label)))
        .toList();
  }
}
