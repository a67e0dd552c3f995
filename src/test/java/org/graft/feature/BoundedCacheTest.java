package org.graft.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.graft.engine.Precision;
import org.graft.engine.selection.EngineChoice;
import org.graft.engine.selection.EngineSettings;
import org.graft.feature.cache.CacheEntry;
import org.graft.feature.cache.FeatureCache;
import org.graft.fixture.SmallNetworks;
import org.graft.image.Exif;
import org.graft.image.ImageDecoder;
import org.graft.image.Interpolation;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.image.Resize;
import org.graft.plan.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caches that cannot take all that a run computes, and outputs that are taken part by part. */
class BoundedCacheTest {
  private static final int IMAGES = 40;
  private static final int SIZE = 16;
  private static final int WIDTH = SmallNetworks.CLASSES;
  private static final int FITTING = 25;

  @TempDir Path home;
  private final List<String> warnings = new ArrayList<>();
  private List<LabelledImage> images;

  @BeforeEach
  void draw() throws IOException {
    Path folder = Files.createDirectories(home.resolve("images"));
    images = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      Path file = folder.resolve(i + ".png");
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
      image.setRGB(i % 8, i / 8, 0xffffff);
      ImageIO.write(image, "png", file.toFile());
      images.add(new LabelledImage(file, i % 2));
    }
    assertThat(ImageDecoder.isImage(Files.readAllBytes(images.get(0).file()))).isTrue();
  }

  @Test
  void whatFitsIsKeptAndTheRestIsToldBeforeTheWork() {
    FeatureCache cache = cache(FITTING * FeatureCache.size(WIDTH));
    List<Integer> told = new ArrayList<>();
    List<Integer> begun = new ArrayList<>();
    Features first =
        extract(
            cache,
            (done, of) -> {
              told.add(warnings.size());
              begun.add(done);
            });
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("has room for " + FITTING + " of 40 images", "FeatureCache.limit() is raised");
    assertThat(told.get(begun.indexOf(IMAGES))).isEqualTo(1);
    assertThat(kept(cache)).isEqualTo(FITTING);
    begun.clear();
    Features second = extract(cache, (done, of) -> begun.add(done));
    assertThat(begun.get(0)).isEqualTo(FITTING);
    assertThat(kept(cache)).isBetween(FITTING, FITTING + 2);
    assertSame(second.values(), first.values());
    Features third = extract(cache, (done, of) -> {});
    int[] fitting = IntStream.range(0, FITTING).toArray();
    assertThat(third.rows(fitting).values()).isEqualTo(first.rows(fitting).values());
  }

  /** Up to rounding: what a row's last bits are may hang on what else is in its batch. */
  private static void assertSame(Tensor found, Tensor expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(found.values()).containsExactly(expected.values(), Offset.offset(1e-6f));
  }

  @Test
  void aLimitThatAllGoesIntoIsNotTold() {
    FeatureCache cache = cache(IMAGES * FeatureCache.size(WIDTH));
    extract(cache, (done, of) -> {});
    assertThat(warnings).isEmpty();
    assertThat(kept(cache)).isEqualTo(IMAGES);
  }

  @Test
  void partByPartComesWhatComesAtOnceAndTheFirstBeforeTheLastIsRead() throws IOException {
    FeatureCache cache = cache(1 << 20);
    List<Features> parts = new ArrayList<>();
    try (FeatureExtractor extractor = extractor(cache)) {
      List<LabelledImage> some = new ArrayList<>(images);
      some.add(3, new LabelledImage(home.resolve("gone.png"), 0));
      some.addAll(images);
      extractor.each(some, parts::add, (done, of) -> assertThat(of).isEqualTo(81));
    }
    Features all = Features.joined(parts);
    assertThat(parts).hasSizeGreaterThan(1);
    assertThat(kept(cache)).isEqualTo(IMAGES);
    int[] once = IntStream.range(0, IMAGES).toArray();
    Features again = extract(cache, (done, of) -> {});
    assertSame(all.rows(once).values(), again.values());
    assertThat(all.files().subList(IMAGES, 2 * IMAGES)).isEqualTo(again.files());
    assertThat(all.labels()).hasSize(2 * IMAGES);
  }

  @Test
  void whatIsTooMuchForMemoryComesFromTheDisk() {
    FeatureCache cache = cache(1 << 20);
    Features memory = extract(cache, (done, of) -> {});
    List<LabelledImage> some = new ArrayList<>(images);
    some.add(3, new LabelledImage(home.resolve("gone.png"), 0));
    EngineSettings settings = new EngineSettings(EngineChoice.SAMEDIFF, Precision.FLOAT32, true);
    Extraction stored =
        Extraction.of("small", settings, Optional.of(cache), warnings::add)
            .withSpace(new RowSpace(home.resolve("rows"), IMAGES * WIDTH - 1));
    try (FeatureExtractor extractor = extractor(stored)) {
      Features disk = extractor.extract(some, (done, of) -> {});
      assertThat(disk.matrix().areStored()).isTrue();
      assertThat(disk.values()).isEqualTo(memory.values());
      assertThat(disk.files()).isEqualTo(memory.files());
    }
  }

  private static int kept(FeatureCache cache) {
    return cache.list().stream().mapToInt(CacheEntry::images).sum();
  }

  private Features extract(FeatureCache cache, FeatureExtractor.ExtractionProgress progress) {
    try (FeatureExtractor extractor = extractor(cache)) {
      return extractor.extract(images, progress);
    }
  }

  private FeatureExtractor extractor(FeatureCache cache) {
    EngineSettings settings = new EngineSettings(EngineChoice.SAMEDIFF, Precision.FLOAT32, true);
    return extractor(Extraction.of("small", settings, Optional.of(cache), warnings::add));
  }

  private static FeatureExtractor extractor(Extraction how) {
    Reading reading =
        new Reading(Resize.square(SIZE, Interpolation.NEAREST, Exif.IGNORE), false, s -> {});
    return new FeatureExtractor(SmallNetworks.vgg(SIZE), reading, how);
  }

  private FeatureCache cache(long limit) {
    return new FeatureCache(home.resolve("cache"), limit, Clock.systemUTC(), warnings::add);
  }
}
