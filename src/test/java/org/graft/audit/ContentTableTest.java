package org.graft.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.graft.failure.WorkFailedException;
import org.graft.image.ImageTraits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of images in memory and in a file. */
class ContentTableTest {
  private static final int MORE_THAN_MEMORY = 9000;

  @TempDir private Path folder;

  @Test
  void givesBackAllThatWasKeptInMemoryOrNot() throws IOException {
    ContentTable table = new ContentTable(folder.resolve("rows"));
    List<Integer> places =
        IntStream.range(0, MORE_THAN_MEMORY)
            .parallel()
            .mapToObj(i -> table.add(content(i)))
            .toList();
    assertThat(places).doesNotHaveDuplicates();
    for (int i : new int[] {0, 1, 4095, 8191, 8192, 8193, MORE_THAN_MEMORY - 1}) {
      assertThat(table.get(places.get(i))).usingRecursiveComparison().isEqualTo(content(i));
    }
    try (var left = Files.list(folder.resolve("rows"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void keepsFewWithoutAFile() {
    ContentTable table = new ContentTable(folder.resolve("none"));
    assertThat(table.get(table.add(content(3)))).usingRecursiveComparison().isEqualTo(content(3));
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void saysWhereItCannotKeep() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    ContentTable table = new ContentTable(file);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < MORE_THAN_MEMORY; i++) {
                table.add(content(i));
              }
            })
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("cannot be kept in " + file);
  }

  private static ImageContent content(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] cells = new byte[Fingerprint.LEVELS];
    random.nextBytes(cells);
    return new ImageContent(
        random.nextInt(),
        random.nextInt(),
        random.nextBoolean(),
        new ContentBox(random.nextDouble(), random.nextDouble()),
        new Fingerprint(
            new CrcPair(random.nextInt(), random.nextInt()),
            new CrcPair(random.nextInt(), random.nextInt()),
            random.longs(Fingerprint.WORDS).toArray(),
            Colours.of(cells)),
        new ImageTraits(random.nextBoolean(), random.nextBoolean()));
  }
}
