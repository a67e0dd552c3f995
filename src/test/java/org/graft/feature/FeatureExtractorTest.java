package org.graft.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.graft.engine.Precision;
import org.graft.engine.selection.EngineChoice;
import org.graft.engine.selection.EngineSettings;
import org.graft.feature.cache.FeatureCache;
import org.graft.fixture.SmallNetworks;
import org.graft.image.Interpolation;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.image.Resize;
import org.graft.plan.Model;
import org.graft.plan.ModelFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureExtractorTest {
  private static final int SIZE = 29;

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();
  private List<LabelledImage> images;

  @BeforeEach
  void copyImages() throws IOException {
    images = new ArrayList<>();
    try (Stream<Path> all = Files.walk(Path.of("data/logos/test"))) {
      for (Path file : all.filter(Files::isRegularFile).sorted().limit(40).toList()) {
        Path copy = folder.resolve(images.size() + ".jpg");
        images.add(new LabelledImage(Files.copy(file, copy), images.size() % 3));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsKeptIsWhatWasComputed(EngineChoice engine) {
    Features cold = extract(covered(), engine);
    Features warm = extract(covered(), engine);
    assertThat(warm.values()).isEqualTo(cold.values());
    assertThat(warm.labels()).isEqualTo(cold.labels());
    assertThat(warm.files()).isEqualTo(cold.files());
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"ONEDNN", "ONNXRUNTIME"})
  void enginesAgree(EngineChoice engine) {
    float[] one = extract(covered(), EngineChoice.SAMEDIFF).values().values();
    float[] other = extract(covered(), engine).values().values();
    assertThat(other).usingComparatorWithPrecision(1e-5f).containsExactly(one);
    assertThat(cache().list()).hasSize(2);
  }

  @Test
  void whenAllIsKeptTheWeightsAreNotRead() throws IOException {
    Path stored = Files.createDirectory(folder.resolve("model"));
    ModelFolder.write(stored, model());
    Features cold = extract(ModelFolder.read(stored), EngineChoice.AUTO);
    Model unread = ModelFolder.read(stored);
    Path weights = stored.resolve("weights.npz");
    byte[] bytes = Files.readAllBytes(weights);
    for (int i = 0; i < bytes.length / 2; i++) {
      bytes[i] = 0;
    }
    Files.write(weights, bytes);
    assertThat(extract(unread, EngineChoice.AUTO).values()).isEqualTo(cold.values());
  }

  @Test
  void onlyNewImagesAreComputed() throws IOException {
    Features before = extract(model(), EngineChoice.AUTO);
    Files.copy(Path.of("data/logos/train/Alvero/001.jpg"), folder.resolve("new.jpg"));
    LabelledImage moved = new LabelledImage(folder.resolve("moved.jpg"), 2);
    Files.move(images.get(5).file(), moved.file());
    images.set(5, new LabelledImage(folder.resolve("new.jpg"), 1));
    images.add(moved);
    List<Integer> done = new ArrayList<>();
    Features after;
    try (FeatureExtractor extractor = extractor(model(), EngineChoice.AUTO, reading(false))) {
      after = extractor.extract(images, (images, of) -> done.add(images));
    }
    assertThat(done).containsExactly(40, 41);
    assertThat(row(after, 40)).isEqualTo(row(before, 5));
    assertThat(row(after, 5)).isNotEqualTo(row(before, 5));
    assertThat(row(after, 6)).isEqualTo(row(before, 6));
  }

  @Test
  void imagesThatCannotBeReadAreLeftOutEachTime() throws IOException {
    Files.writeString(images.get(0).file(), "no picture");
    Files.delete(images.get(33).file());
    Features cold = extract(model(), EngineChoice.AUTO);
    Features warm = extract(model(), EngineChoice.AUTO);
    assertThat(cold.count()).isEqualTo(38);
    assertThat(cold.files().get(0)).isEqualTo(images.get(1).file());
    assertThat(warm.files()).isEqualTo(cold.files());
    assertThat(warm.values()).isEqualTo(cold.values());
    assertThat(warnings).hasSize(4);
  }

  @Test
  void anotherModelSizeOrInterpolationHasFeaturesOfItsOwn() {
    extract(model(), EngineChoice.SAMEDIFF);
    extract(SmallNetworks.vgg(SIZE), EngineChoice.SAMEDIFF);
    try (FeatureExtractor other =
        extractor(
            model(),
            EngineChoice.SAMEDIFF,
            new Reading(new Resize(SIZE, SIZE, Interpolation.BILINEAR), true, s -> {}))) {
      other.extract(images, (done, of) -> {});
    }
    assertThat(cache().list()).hasSize(3).allMatch(entry -> entry.images() == 40);
  }

  @Test
  void damagedFeaturesAreComputedAgain() throws IOException {
    Features cold = extract(model(), EngineChoice.SAMEDIFF);
    try (Stream<Path> files = Files.walk(folder.resolve("features"))) {
      Path segment = files.filter(f -> f.toString().endsWith(".npz")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(segment);
      bytes[bytes.length / 2] ^= 1;
      Files.write(segment, bytes);
    }
    assertThat(extract(model(), EngineChoice.SAMEDIFF).values()).isEqualTo(cold.values());
    assertThat(warnings).singleElement().asString().contains("computed again");
    warnings.clear();
    assertThat(extract(model(), EngineChoice.SAMEDIFF).values()).isEqualTo(cold.values());
    assertThat(warnings).isEmpty();
  }

  /** Of layers that all engines run. */
  private static Model covered() {
    return SmallNetworks.vgg(SIZE).upTo("fc1");
  }

  private static Model model() {
    return SmallNetworks.inception(SIZE);
  }

  private Features extract(Model model, EngineChoice engine) {
    try (FeatureExtractor extractor = extractor(model, engine, reading(false))) {
      return extractor.extract(images, (done, of) -> {});
    }
  }

  private FeatureExtractor extractor(Model model, EngineChoice engine, Reading reading) {
    EngineSettings settings = new EngineSettings(engine, Precision.FLOAT32, true);
    return new FeatureExtractor(
        model, reading, Extraction.of("small", settings, Optional.of(cache()), warnings::add));
  }

  private Reading reading(boolean strict) {
    Resize resize = new Resize(SIZE, SIZE, Interpolation.NEAREST);
    return new Reading(resize, strict, skipped -> warnings.add(skipped.reason()));
  }

  private FeatureCache cache() {
    return new FeatureCache(folder.resolve("features"), 1 << 24, Clock.systemUTC(), warnings::add);
  }

  private static List<Float> row(Features features, int i) {
    List<Float> row = new ArrayList<>();
    for (int c = i * features.width(); c < (i + 1) * features.width(); c++) {
      row.add(features.values().values()[c]);
    }
    return row;
  }
}
