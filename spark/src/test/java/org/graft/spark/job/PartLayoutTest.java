package org.graft.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.graft.image.ManifestRows;
import org.graft.image.ShardList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where images go follows from their place in an archive. */
@Tag("short")
class PartLayoutTest {
  private static final ShardList LIST =
      ShardList.of(
          """
          {"format": 1, "images": 1007, "shards": [
            {"file": "a.tar", "images": 1000, "bytes": 1000000},
            {"file": "b.tar", "images": 7, "bytes": 900000},
            {"file": "c.tar", "images": 0, "bytes": 1024}]}
          """,
          Path.of("shards.json"));

  @Test
  void piecesOfAnArchiveHaveAboutAPartEach() {
    PartLayout layout = new PartLayout(LIST, 100);
    assertThat(layout.numPartitions()).isEqualTo(12);
    Map<Integer, Integer> images = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      images.merge(layout.getPartition(layout.place(row(0, i * 1000L))), 1, Integer::sum);
    }
    assertThat(images).hasSize(10).containsValue(100).doesNotContainKeys(10, 11);
    assertThat(images.values()).allMatch(count -> count == 100);
    assertThat(layout.getPartition(layout.place(row(1, 899_999)))).isEqualTo(10);
    assertThat(layout.getPartition(layout.place(row(0, 1_000_000)))).isEqualTo(9);
  }

  @Test
  void imagesOfAPieceAreInTheOrderOfTheArchive() {
    PartLayout layout = new PartLayout(LIST, 100);
    assertThat(layout.place(row(0, 5000))).isLessThan(layout.place(row(0, 6000)));
    assertThat(layout.place(row(0, 900_000))).isLessThan(layout.place(row(1, 0)));
  }

  private static ManifestRows.ManifestRow row(int shard, long offset) {
    return new ManifestRows.ManifestRow("p", "", "", "0", LIST.shards().get(shard), offset, 0);
  }
}
