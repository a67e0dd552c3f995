package org.graft.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.plan.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows on the disk beside the same in memory. */
class RowSpaceTest {
  private static final int ROWS = 500;
  private static final int WIDTH = 700;

  @TempDir private Path folder;

  @Test
  void theDiskGivesWhatMemoryGives() {
    Features memory = features(new RowSpace(folder, (long) ROWS * WIDTH));
    Features disk = features(new RowSpace(folder, (long) ROWS * WIDTH - 1));
    assertThat(memory.matrix().areStored()).isFalse();
    assertThat(disk.matrix().areStored()).isTrue();
    assertThat(disk.values()).isEqualTo(memory.values());
    int[] chosen = {499, 3, 4, 5, 3, 0, 250};
    assertThat(disk.rows(chosen).values()).isEqualTo(memory.rows(chosen).values());
    Features twice = Features.joined(List.of(disk, disk.rows(7, 8), memory));
    int[] across = {499, 500, 501, 502, 1001, 0, 500};
    assertThat(twice.matrix().areStored()).isTrue();
    assertThat(twice.rows(across).values())
        .isEqualTo(
            Features.joined(List.of(memory, memory.rows(7, 8), memory)).rows(across).values());
    assertThat(read(disk.rows(chosen))).containsExactly(read(memory.rows(chosen)));
  }

  /** All rows, behind one value of another's. */
  private static float[] read(Features features) {
    float[] values = new float[1 + features.matrix().width() * features.count()];
    features.matrix().read(IntStream.range(0, features.count()).toArray(), values, 1);
    return values;
  }

  @Test
  void partsComeInOrderAndAreAll() {
    Features disk = features(new RowSpace(folder, 0));
    Tensor whole = disk.values();
    List<Tensor> parts = StreamSupport.stream(disk.parts().spliterator(), false).toList();
    assertThat(parts).singleElement().isEqualTo(whole);
    assertThat(disk.matrix().part(7, 9).values()).containsExactly(whole.part(7, 9).values());
  }

  @Test
  void rowsThatDidNotComeAreLeftOut() {
    for (long most : new long[] {0, Long.MAX_VALUE}) {
      RowWriter writer = new RowSpace(folder, most).open(5, 2);
      writer.put(4, 4, 14);
      writer.put(1, 1, 11);
      assertThat(writer.rows(1, 4).whole().values()).containsExactly(1, 11, 4, 14);
    }
  }

  /** A process that is killed leaves nothing either: the file has no name while it is written. */
  @Test
  void filesHaveNoName() throws IOException {
    Path own = folder.resolve("own");
    Features disk = features(new RowSpace(own, 0));
    try (Stream<Path> left = Files.list(own)) {
      assertThat(left).isEmpty();
    }
    assertThat(disk.values().size()).isEqualTo(ROWS * WIDTH);
  }

  @Test
  void moreThanTheDiskHasIsRefusedInOneLine() {
    assertThatThrownBy(() -> new RowSpace(folder, 0).open(Integer.MAX_VALUE, 1 << 20))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("2,147,483,647 rows of 1,048,576 features")
        .hasMessageContaining(folder + " has ");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThatThrownBy(() -> new RowSpace(file.resolve("rows"), 0).open(1, 1))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining(file.toString());
  }

  private static Features features(RowSpace space) {
    SplittableRandom random = new SplittableRandom(1);
    RowWriter writer = space.open(ROWS, WIDTH);
    for (int i = 0; i < ROWS; i++) {
      float[] row = new float[WIDTH];
      for (int c = 0; c < WIDTH; c++) {
        row[c] = (float) random.nextDouble(-1, 1);
      }
      writer.put(i, row);
    }
    Rows rows = writer.rows(IntStream.range(0, ROWS).toArray());
    return new Features(rows, new int[ROWS], Collections.nCopies(ROWS, Path.of("image")));
  }
}
