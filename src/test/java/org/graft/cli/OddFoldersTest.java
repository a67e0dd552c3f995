package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.graft.predict.OnnxModel;
import org.graft.train.RunFolder;
import org.graft.train.RunRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that people had trouble with, small, from the images to what is made of them. */
class OddFoldersTest {
  private static final int SIZE = 32;
  private static final Path WEBP = Path.of("src/test/resources/goldens/formats/lossless.webp");

  @TempDir static Path home;
  @TempDir Path data;
  @TempDir Path elsewhere;

  private int seed;

  @BeforeAll
  static void importBase() {
    assertThat(CommandRun.of(home, "import", "--keras", DemoData.VGG).exitCode()).isZero();
  }

  @BeforeEach
  void begin() {
    seed = 0;
  }

  @Test
  void classesBeyondTheBasicPlaneComeBackFromEveryFile() throws IOException {
    pictures("🐶 dog", "png", 3);
    pictures("𠮷", "png", 3);
    Path run = run(trained());
    Path whole = home.resolve("whole.onnx");
    Path eight = home.resolve("eight.onnx");
    Path bundle = home.resolve("bundle");
    done("export", "--run", run, "--out", whole);
    done("export", "--run", run, "--out", eight, "--precision", "int8");
    done("export", "--run", run, "--bundle", bundle);
    for (Path file : List.of(whole, eight, bundle.resolve("model.onnx"))) {
      try (OnnxModel model = OnnxModel.open(file)) {
        assertThat(model.card().labels()).containsExactlyInAnyOrder("🐶 dog", "𠮷");
      }
      JsonNode named = done("predict", "--json", "--model", file, data.resolve("𠮷/0.png")).json();
      assertThat(named.at("/images/0/label").asText()).isIn("🐶 dog", "𠮷");
    }
    assertThat(Files.readAllLines(bundle.resolve("labels.txt")))
        .containsExactlyInAnyOrder("🐶 dog", "𠮷");
  }

  @Test
  void everyExtensionIsTakenAndLinksOutAreCounted() throws IOException {
    for (String label : List.of("cat", "dog")) {
      pictures(label, "png", 3);
      pictures(label, "tif", 2);
      Files.copy(data.resolve(label + "/2.png"), data.resolve(label + "/2 (1).JPE"));
      BufferedImage drawn = picture();
      ImageIO.write(drawn, "jpg", data.resolve(label + "/9.jfif").toFile());
    }
    Files.copy(WEBP, data.resolve("cat/w.webp"));
    JsonNode audit = done("audit", "--data", data, "--size", SIZE, "--json").json();
    assertThat(audit.path("train").asInt() + audit.path("test").asInt()).isEqualTo(15);
    assertThat(audit.path("left_out")).isEmpty();

    for (String label : List.of("cat", "dog")) {
      Files.createDirectories(elsewhere.resolve(label));
      for (int i = 0; i < 3; i++) {
        Path link = elsewhere.resolve(label).resolve(i + ".png");
        Files.createSymbolicLink(link, data.resolve(label).resolve(i + ".png"));
      }
    }
    CommandRun refused = train(elsewhere);
    assertRefused(refused, "6 links out of the folder; --follow-links follows the links");
    assertThat(train(elsewhere, "--follow-links").exitCode()).isZero();
  }

  @Test
  void aClassWithoutOneReadablePictureIsRefusedAsAnEmptyOneIs() throws IOException {
    pictures("train/cat", "png", 3);
    pictures("train/dog", "png", 3);
    pictures("test/cat", "png", 1);
    pictures("test/dog", "png", 1);
    Path fish = Files.createDirectories(data.resolve("train/fish"));
    assertRefused(train(data), "class 'fish'");
    Files.writeString(fish.resolve("0.jpg"), "no picture");
    assertRefused(train(data), "no image to train on can be read of class 'fish'");
  }

  @Test
  void imagesForValidationAreHeldOutAndOwnRunsLeftOut() throws IOException {
    for (String label : List.of("cat", "dog")) {
      pictures("train/" + label, "png", 4);
      pictures("val/" + label, "png", 2);
      pictures("test/" + label, "png", 2);
    }
    for (int i = 0; i < 2; i++) {
      RunRecord record = RunFolder.record(run(train(data, "--runs", data.resolve("runs"))));
      assertThat(record.trainImages()).isEqualTo(8);
      assertThat(record.validationImages()).isEqualTo(4);
      assertThat(record.testImages()).isEqualTo(4);
    }
  }

  private void pictures(String folder, String format, int count) throws IOException {
    Path to = Files.createDirectories(data.resolve(folder));
    for (int i = 0; i < count; i++) {
      ImageIO.write(picture(), format, to.resolve(i + "." + format).toFile());
    }
  }

  private BufferedImage picture() {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed++);
    for (int i = 0; i < SIZE * SIZE; i++) {
      image.setRGB(i % SIZE, i / SIZE, random.nextInt());
    }
    return image;
  }

  private Path runs() {
    return home.resolve("runs-" + data.getFileName());
  }

  private CommandRun trained() {
    return train(data).succeeded();
  }

  private CommandRun train(Path folder, Object... more) {
    List<Object> line = new ArrayList<>(List.of("train", "--base", "demo_vgg", "--data", folder));
    line.addAll(List.of("--size", SIZE, "--epochs", 1, "--json"));
    line.addAll(List.of(more));
    if (!line.contains("--runs")) {
      line.addAll(List.of("--runs", runs()));
    }
    return CommandRun.of(home, line.toArray());
  }

  private void assertRefused(CommandRun refused, String message) {
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err().lines().filter(line -> line.startsWith("graft: ")))
        .singleElement()
        .asString()
        .contains(message);
    assertThat(runs()).doesNotExist();
  }

  private static Path run(CommandRun run) {
    run.succeeded();
    return Path.of(run.json().path("run").asText());
  }

  private static CommandRun done(Object... arguments) {
    return CommandRun.of(home, arguments).succeeded();
  }
}
