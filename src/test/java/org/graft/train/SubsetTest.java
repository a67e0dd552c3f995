package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.graft.plan.Tensor;
import org.junit.jupiter.api.Test;

/** Some of the rows of others. */
class SubsetTest {
  /** Those below copy them each time, which for every row would take the square of their number. */
  @Test
  void theLabelsOfAllAreAskedForOnce() {
    Counted all = new Counted();
    assertThat(new Subset(all, new int[] {2, 0, 2}).labels()).containsExactly(7, 5, 7);
    assertThat(all.asked).isEqualTo(1);
  }

  private static final class Counted implements Examples {
    private int asked;

    @Override
    public int[] labels() {
      asked++;
      return new int[] {5, 6, 7};
    }

    @Override
    public void read(int[] rows, int epoch, float[] to, int at) {}

    @Override
    public Map<String, Tensor> entering(float... read) {
      return Map.of();
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public boolean areStored() {
      return false;
    }

    @Override
    public List<Path> files(int... rows) {
      return List.of();
    }
  }
}
