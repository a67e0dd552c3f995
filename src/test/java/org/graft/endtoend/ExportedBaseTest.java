package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.graft.card.BaseCard;
import org.graft.card.ModelCard;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoData;
import org.graft.image.Exif;
import org.graft.image.ImageDecoder;
import org.graft.image.Interpolation;
import org.graft.image.Resize;
import org.graft.runtime.OnnxSession;
import org.graft.storage.NpyArray;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code graft export --base}: a file that gives what {@code graft features} writes. */
class ExportedBaseTest {
  private static final int SIDE = 40;

  @TempDir Path home;

  private Path data;

  @BeforeEach
  void importBase() throws IOException {
    data = DemoData.copyTo(home.resolve("data"));
    assertThat(graft("import", "--keras", DemoData.VGG).exitCode()).isZero();
  }

  @Test
  void givesTheFeaturesThatTheCommandWrites() throws IOException {
    Path file = home.resolve("base.onnx");
    export(file, "--size", SIDE).succeeded();
    Path written = home.resolve("features.npy");
    graft("features", "--base", "demo_vgg", "--data", data, "--size", SIDE, "--out", written)
        .succeeded();
    NpyArray expected;
    try (InputStream in = Files.newInputStream(written)) {
      expected = NpyArray.read(in, 1 << 20);
    }

    List<Path> images = new ArrayList<>();
    try (Stream<String> rows = Files.lines(home.resolve("features.npy.csv"))) {
      rows.skip(1).forEach(row -> images.add(Path.of(row.split("\"")[1])));
    }
    Resize resize = Resize.square(SIDE, Interpolation.NEAREST, Exif.APPLY);
    int width = expected.shape()[1];
    try (OnnxSession session = OnnxSession.open(file)) {
      for (int i = 0; i < images.size(); i++) {
        float[] pixels =
            resize.apply(
                ImageDecoder.decode(Files.readAllBytes(images.get(i)), "image", Exif.APPLY));
        float[] found = session.run(pixels, 1, SIDE, SIDE).get("features").values();
        assertThat(found)
            .containsExactly(
                Arrays.copyOfRange(expected.values(), i * width, (i + 1) * width),
                Offset.offset(1e-3f));
      }
      assertThat(session.metadata())
          .containsEntry(BaseCard.KIND, BaseCard.IS_BASE)
          .containsEntry(ModelCard.BASE, "demo_vgg")
          .containsEntry(BaseCard.FEATURES, Integer.toString(width))
          .containsEntry(ModelCard.PREPROCESSING, "caffe")
          .containsEntry(ModelCard.HEIGHT, "40");
    }
  }

  /** Features of a laptop and of whoever runs the file are kept under one digest. */
  @Test
  void saysTheDigestUnderWhichFeaturesAreKept() throws IOException {
    Path file = home.resolve("base.onnx");
    assertThat(export(file, "--size", SIDE).exitCode()).isZero();
    assertThat(
            graft(
                    "features",
                    "--base",
                    "demo_vgg",
                    "--data",
                    data,
                    "--size",
                    SIDE,
                    "--out",
                    home.resolve("features.npy"))
                .exitCode())
        .isZero();
    try (OnnxSession session = OnnxSession.open(file);
        Stream<Path> kept = Files.walk(home.resolve("cache"))) {
      BaseCard card = BaseCard.of(file, session.metadata());
      assertThat(kept.filter(key -> key.endsWith("key.json")))
          .anySatisfy(
              key -> assertThat(key).content().contains(card.digest()).contains(card.output()));
    }
  }

  @Test
  void isNotTakenForAClassifier() {
    Path file = home.resolve("base.onnx");
    assertThat(export(file, "--precision", "float16").exitCode()).isZero();
    CommandRun predicted = graft("predict", "--model", file, data.resolve("test"));
    assertThat(predicted.exitCode()).isEqualTo(2);
    assertThat(predicted.err()).contains("is a base that gives features, and no classifier");
  }

  @Test
  void whatGoesWithARunIsRefused() {
    Path file = home.resolve("base.onnx");
    for (Object[] more :
        List.of(
            new Object[] {"--run", "last"},
            new Object[] {"--format", "flatbuffers"},
            new Object[] {"--assert-accuracy-at-least", 0.5})) {
      assertThat(export(file, more).err()).contains("--base goes with --out FILE.onnx");
    }
    assertThat(export(file, "--size", "free").err()).contains("go with a run");
    assertThat(export(file, "--size", 4).err()).contains("takes images of at least 16 px, not 4");
    assertThat(graft("export", "--preprocessing", "tf", "--out", file).err())
        .contains("--preprocessing goes with --base");
    assertThat(file).doesNotExist();
  }

  private CommandRun export(Path file, Object... more) {
    List<Object> line = new ArrayList<>(List.of("export", "--base", "demo_vgg", "--out", file));
    line.addAll(Arrays.asList(more));
    return graft(line.toArray());
  }

  private CommandRun graft(Object... arguments) {
    return CommandRun.of(home, arguments);
  }
}
