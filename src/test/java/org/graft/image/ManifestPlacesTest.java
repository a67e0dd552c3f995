package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.storage.Digests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where images are by a manifest, found by their paths. */
class ManifestPlacesTest {
  private static final List<ShardList.Shard> SHARDS =
      List.of(new ShardList.Shard("a.tar", 1, 1L << 40), new ShardList.Shard("b.tar", 1, 1L << 40));

  private static Path path(int i) {
    return Path.of("/shards/class" + i % 7, "image " + i + ".jpg");
  }

  private static ManifestRows.ManifestRow row(int i) {
    return new ManifestRows.ManifestRow(
        "", "", "", Digests.ofText("" + i), SHARDS.get(i % 2), (1L << 33) + i, 5 + i);
  }

  @Test
  void eachImageIsFoundByItsPath() {
    ManifestPlaces.Builder builder = new ManifestPlaces.Builder(SHARDS);
    IntStream.range(0, 5000).forEach(i -> builder.add(path(i), row(i)));
    ManifestPlaces places = builder.places();
    assertThat(places.count()).isEqualTo(5000);
    assertThat(places.firstRepeated()).isEmpty();
    for (int i = 0; i < 5000; i++) {
      assertThat(places.row(path(i))).hasValue(i);
      assertThat(places.sha256(i)).isEqualTo(Digests.ofText("" + i));
      assertThat(places.shard(i)).isEqualTo(i % 2);
      assertThat(places.offset(i)).isEqualTo((1L << 33) + i);
      assertThat(places.length(i)).isEqualTo(5 + i);
    }
    assertThat(places.row(path(5000))).isEmpty();
  }

  @Test
  void theFirstPathThatStandsThereTwiceIsFound() {
    ManifestPlaces.Builder builder = new ManifestPlaces.Builder(SHARDS);
    int[] images = {0, 1, 2, 3, 2, 4, 1, 2};
    IntStream.of(images).forEach(i -> builder.add(path(i), row(i)));
    ManifestPlaces places = builder.places();
    assertThat(places.firstRepeated()).hasValue(4);
    assertThat(places.row(path(2))).hasValue(2);
  }

  /** Of features alone there are no images to look at: a million times in vain takes a minute. */
  @Test
  void imagesThatAreElsewhereAreNotLookedAt(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve(ShardList.FILE), "{\"format\":1,\"images\":4,\"shards\":[]}");
    String lines =
        IntStream.range(0, 4)
            .mapToObj(i -> "c%d/%d.jpg,c%d,%s%n".formatted(i % 2, i, i % 2, Digests.ofText("" + i)))
            .collect(Collectors.joining());
    Files.writeString(folder.resolve(ManifestRows.FILE), "path,label,sha256\n" + lines);
    Split split =
        new Split(
            SplitBy.CONTENT,
            0.2,
            1,
            Optional.empty(),
            files -> {
              throw new AssertionError("looked at " + files);
            });
    Dataset dataset = ImageSource.packed(folder, LabelsKind.LABEL).open(split);
    assertThat(dataset.train()).hasSize(2);
    assertThat(dataset.test()).hasSize(2);
  }
}
