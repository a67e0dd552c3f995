package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.image.Dataset;
import org.graft.image.LabelledImage;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on more images than one JSON file takes. */
class LargeRunTest {
  @TempDir Path runs;

  @Test
  void theListOfImagesLiesBesideWhatWasAskedAndIsNotReadToListTheRun() throws IOException {
    Path left = StoredRuns.left(runs, "plain");
    Path list = left.resolve("training_images.csv");
    assertThat(Files.readString(left.resolve("training.json"))).doesNotContain("1.png");
    assertThat(Files.readAllLines(list)).hasSize(1 + 2);
    assertThat(LiveRun.asked(left).data().images()).isEqualTo(2);
    try (LiveRun live = LiveRun.resume(left)) {
      assertThat(live.request().data().train())
          .containsExactly(
              new LabelledImage(Path.of("a/1.png").toAbsolutePath(), 0),
              new LabelledImage(Path.of("b/1").toAbsolutePath(), 1));
    }
    Files.delete(list);
    assertThat(RunSummary.of(left).status()).isEqualTo("unfinished");
  }

  @Test
  void runsBegunWithTheirImagesInOneFileGoOn() throws IOException {
    Path left = StoredRuns.left(runs, "plain");
    UnfinishedRun whole = UnfinishedRun.whole(left);
    ObjectNode before =
        Json.tree(
            new UnfinishedRun(1, whole.id(), whole.base(), whole.started(), whole.request(), null));
    before.remove("images");
    Json.write(left.resolve("training.json"), before);
    Files.delete(left.resolve("training_images.csv"));
    assertThat(RunSummary.of(left).base()).isEqualTo("plain");
    try (LiveRun live = LiveRun.resume(left)) {
      assertThat(live.request().data()).isEqualTo(whole.request().data());
    }
  }

  /** 20,000 images stand for a million: more lines, not larger ones, and nothing is kept twice. */
  @Test
  void beginsWithHowManyImagesThereAre() throws IOException {
    TrainRequest request = request(20_000);
    try (LiveRun live = LiveRun.begin(runs, "plain", request, Instant.EPOCH, made -> {})) {
      assertThat(Files.size(live.folder().resolve("training.json"))).isLessThan(4096);
      assertThat(live.request().data().train()).isSameAs(request.data().train());
      assertThat(UnfinishedRun.whole(live.folder()).request()).isEqualTo(live.request());
    }
  }

  private TrainRequest request(int images) throws IOException {
    Path folder = Path.of("/").resolve("long".repeat(25));
    List<LabelledImage> all =
        IntStream.range(0, images)
            .mapToObj(i -> new LabelledImage(folder.resolve(i + ".jpg"), i % 2))
            .toList();
    return UnfinishedRun.whole(StoredRuns.left(runs.resolve("small"), "plain"))
        .request()
        .withData(new Dataset(List.of("a", "b"), all, List.of()));
  }
}
