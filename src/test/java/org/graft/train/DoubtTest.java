package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.graft.plan.Tensor;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Test;

/** Doubtful labels are those of the confident joint by NumPy ({@code doubt_goldens.py}). */
class DoubtTest {
  private static final List<String> LABELS = List.of("a", "b", "c", "d");
  private static final int MOST = 100;

  @Test
  void doubtsAreThoseOfConfidentLearningInWhicheverParts() {
    Map<String, NpyArray> given = read("temperature.npz");
    Map<String, NpyArray> expected = read("doubts.npz");
    int[] truth = whole(given.get("truth"));
    int[] rows = whole(expected.get("rows"));
    int[] likelier = whole(expected.get("likelier"));
    Evaluation all =
        new Evaluation(
            LABELS,
            IntStream.range(0, truth.length).mapToObj(i -> Path.of("image" + i)).toList(),
            truth,
            new Tensor(given.get("probabilities").values(), given.get("probabilities").shape()));
    List<Evaluation> parts =
        List.of(
            all.rows(IntStream.range(0, 100).toArray()),
            all.rows(IntStream.range(100, 120).toArray()),
            all.rows(IntStream.range(120, truth.length).toArray()));

    for (List<Evaluation> ways : List.of(List.of(all), parts)) {
      List<Doubt> doubts = Doubt.of(ways);
      assertThat(doubts).hasSize(Math.min(MOST, rows.length)).isNotEmpty();
      for (int i = 0; i < doubts.size(); i++) {
        Doubt doubt = doubts.get(i);
        assertThat(doubt.path()).isEqualTo("image" + rows[i]);
        assertThat(doubt.label()).isEqualTo(LABELS.get(truth[rows[i]]));
        assertThat(doubt.likelier()).isEqualTo(LABELS.get(likelier[i]));
        assertThat(doubt.probability()).isGreaterThan(doubt.own());
      }
    }
  }

  private static Map<String, NpyArray> read(String name) {
    return NpzFile.read(Path.of("src/test/resources/goldens", name));
  }

  private static int[] whole(NpyArray numbers) {
    return IntStream.range(0, numbers.values().length)
        .map(i -> (int) numbers.values()[i])
        .toArray();
  }
}
