package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.graft.base.Base;
import org.graft.doctor.ColourBase;
import org.graft.engine.selection.EngineSettings;
import org.graft.feature.Extraction;
import org.graft.feature.RowSpace;
import org.graft.image.Augmentation;
import org.graft.image.Dataset;
import org.graft.image.Exif;
import org.graft.image.Interpolation;
import org.graft.image.LabelledImage;
import org.graft.image.SkippedImage;
import org.graft.plan.Preprocessing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings whose features and boundary activations lie on the disk. */
class StoredRunTest {
  private static final int EACH = 12;

  @TempDir private Path folder;

  private Dataset data;

  @BeforeEach
  void paint() throws IOException {
    List<LabelledImage> train = new ArrayList<>();
    List<LabelledImage> test = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int label = 0; label < 3; label++) {
      for (int i = 0; i < EACH; i++) {
        Path file = folder.resolve(label + "-" + i + ".png");
        ImageIO.write(ColourBase.painted(label, 2 - label, random), "png", file.toFile());
        (i % 3 < 2 ? train : test).add(new LabelledImage(file, label));
      }
    }
    Files.writeString(folder.resolve("1-4.png"), "no picture");
    data = new Dataset(List.of("a", "b", "c"), train, test);
  }

  @Test
  void aRunFromTheDiskIsTheRunFromMemory() {
    Base base = ColourBase.tanh();
    FineTune fineTune =
        FineTune.at(base, "conv", Phase.FINE_TUNE.withSchedule(new Schedule(2, 4, 1e-3, 0, false)));
    same(base, request(Optional.of(fineTune), 0.25, 0, Optional.empty()));
    Augmentation flips = Augmentation.of("flip", 2, 1);
    same(base, request(Optional.of(fineTune), 0, 2, Optional.of(flips)));
  }

  @Test
  void withoutTestImagesToo() {
    data = new Dataset(data.labels(), data.train(), List.of());
    same(ColourBase.tanh(), request(Optional.empty(), 0, 0, Optional.empty()));
  }

  private void same(Base base, TrainRequest request) {
    Run memory = train(base, request, Long.MAX_VALUE);
    Run disk = train(base, request, 0);
    assertThat(disk.model().weights().byLayer()).isEqualTo(memory.model().weights().byLayer());
    assertThat(disk.evaluation().probabilities()).isEqualTo(memory.evaluation().probabilities());
    assertThat(disk.evaluation().files()).isEqualTo(memory.evaluation().files());
    assertThat(disk.record().crossValidation()).isEqualTo(memory.record().crossValidation());
    assertThat(disk.record().skipped()).isEqualTo(memory.record().skipped()).isPositive();
  }

  private Run train(Base base, TrainRequest request, long mostInMemory) {
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    RowSpace space = new RowSpace(folder.resolve("rows"), mostInMemory);
    return new Trainer(clock, new Silent(), Extraction.PLAIN.withSpace(space)).train(base, request);
  }

  private TrainRequest request(
      Optional<FineTune> fineTune, double validation, int folds, Optional<Augmentation> augmented) {
    return new TrainRequest(
        folder,
        data,
        Recipe.SAFE.withSchedule(Recipe.SAFE.phase().schedule().withEpochs(3)),
        fineTune,
        validation,
        folds,
        augmented,
        ColourBase.SIZE,
        Interpolation.NEAREST,
        Exif.APPLY,
        Preprocessing.TF,
        Optional.empty(),
        1,
        false,
        EngineSettings.USUAL,
        Calibrate.AUTO,
        null,
        false);
  }

  private static final class Silent implements TrainListener {
    @Override
    public void features(String part, int images, int of) {}

    @Override
    public void epoch(EpochMetrics metrics, int of) {}

    @Override
    public void fold(int fold, int of, double accuracy) {}

    @Override
    public void skipped(SkippedImage image) {}
  }
}
