package org.graft.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.graft.feature.Features;
import org.graft.feature.cache.FeatureCache;
import org.graft.feature.cache.StoredRows;
import org.graft.image.ImageDigests;
import org.graft.image.KnownDigests;
import org.graft.image.LabelledImage;
import org.graft.predict.OnnxModel;
import org.graft.predict.Prediction;
import org.graft.train.Evaluation;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What versions of Graft have written is read by this one: {@code scripts/fixtures}. */
class StoredVersionsTest {
  private static final Path VERSIONS = Path.of("src/test/resources/fixtures/versions");
  private static final String LISTS = ".csv";

  @TempDir private Path folder;

  static List<Path> versions() throws IOException {
    try (Stream<Path> files = Files.list(VERSIONS)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void theBaseIsTheOneThatWasImported(Path version) throws IOException {
    unpack(version);
    Bases bases = new Bases(folder.resolve("home"));
    assertThat(bases.content().bases()).hasSize(1);
    assertThat(bases.open("plain").base().model().weights().byLayer())
        .isEqualTo(
            Graft.importKeras(Path.of("src/test/resources/fixtures/formats/plain.keras"))
                .base()
                .model()
                .weights()
                .byLayer());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void theRunAnswersAsItDid(Path version) throws IOException {
    unpack(version);
    TrainedModel model = Graft.openRun(run()).model();
    Evaluation kept = model.evaluation();
    Evaluation again = model.evaluate(folder.resolve("logos"));
    assertThat(again.files()).isEqualTo(kept.files());
    assertThat(again.accuracy()).isEqualTo(model.run().record().testAccuracy());
    assertThat(model.run().metrics()).hasSize(2);
    for (int i = 0; i < kept.images(); i++) {
      assertThat(again.probability(i, 0)).isCloseTo(kept.probability(i, 0), within(1e-5f));
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void keptFeaturesAreThoseOfToday(Path version) throws IOException {
    unpack(version);
    FeatureCache cache = Graft.cache(folder.resolve("home/cache/features"), warning -> {});
    assertThat(cache.verify()).isEqualTo(new FeatureCache.CacheVerification(16, 0));
    StoredRows kept = cache.find(cache.list().get(0).key());
    Features features =
        new Bases(folder.resolve("home"))
            .open("plain")
            .features(TrainingData.of(folder.resolve("logos")))
            .images(ImageForm.USUAL.withSide(16))
            .run(JobListener.SILENT)
            .features();
    List<String> digests =
        ImageDigests.of(LabelledImage.unlabelled(features.files()), KnownDigests.NONE);
    for (int i = 0; i < digests.size(); i++) {
      float[] today = features.values().part(i, i + 1).values();
      assertThat(kept.row(digests.get(i)).orElseThrow()).containsExactly(today, within(1e-5f));
    }
    assertThat(digests).hasSize(16);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void exportedFilesAnswerAsTheRun(Path version) throws IOException {
    unpack(version);
    Evaluation kept = Graft.openRun(run()).model().evaluation();
    try (OnnxModel onnx = Graft.open(folder.resolve("logos.onnx"))) {
      same(onnx.predict(kept.files(), 1), kept);
    }
    Graft.trust(folder.resolve("logos.fb"));
    same(Graft.openFlatBuffers(folder.resolve("logos.fb")).predict(kept.files(), 1), kept);
  }

  private static void same(List<Prediction> found, Evaluation kept) {
    IntStream.range(0, kept.images())
        .forEach(
            i ->
                assertThat(found.get(i).top().get(0).probability())
                    .isCloseTo(kept.probability(i, kept.predicted(i)), within(1e-5f)));
    assertThat(found).hasSize(kept.images());
  }

  private Path run() throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      return runs.findFirst().orElseThrow();
    }
  }

  /** Lists of images begin with the folder in which they lie. */
  private void unpack(Path version) throws IOException {
    try (ZipFile zip = new ZipFile(version.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip.getInputStream(entry), file);
        if (entry.getName().endsWith(LISTS)) {
          String list = Files.readString(file).replace("@FOLDER@", folder.toString());
          Files.writeString(file, list);
        }
      }
    }
  }
}
