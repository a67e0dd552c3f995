package org.graft.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.graft.export.onnx.OnnxPrecision;
import org.graft.predict.OnnxModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits runs together, and nobody notices from the answers. */
class WorkersTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Path IMAGES = Path.of("data/logos/test");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(OnnxPrecision.class)
  void requestsThatWaitAreReadTogetherUnlessThatWouldMixThem(OnnxPrecision precision) {
    List<Boolean> doneBefore = new ArrayList<>();
    try (OnnxModel model = OnnxModel.open(ServedModel.export(folder, precision), 1);
        Workers workers = new Workers(model, ServiceLimits.of(1))) {
      CountDownLatch allThere = new CountDownLatch(1);
      CompletableFuture<?> busy = workers.submit(0, () -> uploadAfter(allThere));
      CompletableFuture<?> first = workers.submit(0, () -> uploads("Alvero"));
      CompletableFuture<?> second =
          workers.submit(
              0,
              () -> {
                doneBefore.add(first.isDone());
                return uploads("Brimsol");
              });
      allThere.countDown();
      assertThat(busy).succeedsWithin(SOON);
      second.join();
    }
    assertThat(doneBefore).containsExactly(precision == OnnxPrecision.INT8);
  }

  @Test
  void eachRequestGetsItsOwnAnswerAndABadOneSpoilsNoOther() {
    try (OnnxModel model = OnnxModel.open(ServedModel.export(folder), 1);
        Workers workers = new Workers(model, ServiceLimits.of(1))) {
      CountDownLatch allThere = new CountDownLatch(1);
      CompletableFuture<?> busy = workers.submit(0, () -> uploadAfter(allThere));
      CompletableFuture<List<Outcome>> two = workers.submit(0, () -> uploads("Alvero", "Brimsol"));
      CompletableFuture<List<Outcome>> bad =
          workers.submit(0, () -> List.of(new Upload.Encoded("bad", new byte[9])));
      CompletableFuture<List<Outcome>> one = workers.submit(0, () -> uploads("Cantavo"));
      allThere.countDown();
      assertThat(busy).succeedsWithin(SOON);
      assertThatThrownBy(bad::join).hasCauseInstanceOf(RequestRefusedException.class);
      assertAnswer(model, two.join(), "Alvero", "Brimsol");
      assertAnswer(model, one.join(), "Cantavo");
    }
  }

  @Test
  void whatFailsForAllIsToldToEachOfThem() {
    OnnxModel model = OnnxModel.open(ServedModel.export(folder), 1);
    try (Workers workers = new Workers(model, ServiceLimits.of(1))) {
      CountDownLatch allThere = new CountDownLatch(1);
      CompletableFuture<?> busy = workers.submit(0, () -> uploadAfter(allThere));
      List<CompletableFuture<List<Outcome>>> answers =
          Stream.of("Alvero", "Brimsol")
              .map(brand -> workers.submit(0, () -> uploads(brand)))
              .toList();
      model.close();
      allThere.countDown();
      assertThat(busy).failsWithin(SOON);
      assertThat(answers).allSatisfy(answer -> assertThat(answer).failsWithin(SOON));
    }
  }

  /** Keeps a worker busy until all others wait. */
  private static List<Upload> uploadAfter(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return uploads("Dorvane");
  }

  private static void assertAnswer(OnnxModel model, List<Outcome> answer, String... brands) {
    assertThat(answer).extracting(Outcome::name).containsExactly(brands);
    for (int i = 0; i < brands.length; i++) {
      float[] expected = model.probabilitiesOf(List.of(file(brands[i]))).get(0);
      assertThat(answer.get(i).outputs()).containsExactly(expected, Offset.offset(1e-5f));
    }
  }

  private static List<Upload> uploads(String... brands) {
    return Stream.of(brands)
        .<Upload>map(brand -> new Upload.Encoded(brand, bytes(file(brand))))
        .toList();
  }

  private static Path file(String brand) {
    return IMAGES.resolve(brand).resolve("001.jpg");
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
