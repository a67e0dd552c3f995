package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders as people have them, on the command line. */
class ImageFoldersTest {
  private static final int SIZE = 32;

  @TempDir Path home;
  @TempDir Path data;

  @BeforeEach
  void draw() throws IOException {
    for (int i = 0; i < 6; i++) {
      picture("train/cat/" + i + ".png", i);
      picture("train/dog/" + i + ".png", 100 + i);
    }
  }

  @Test
  void auditSaysWhatTrainWillSay() throws IOException {
    assertThat(audit().json().get("refusal").asText()).contains("has train/ but no test/");

    picture("val/cat/v.png", 200);
    CommandRun sound = audit();
    assertThat(sound.json().get("refusal").isNull()).isTrue();
    assertThat(sound.json().get("train").asInt() + sound.json().get("test").asInt()).isEqualTo(13);

    Files.createDirectories(data.resolve("train/fish"));
    Files.writeString(data.resolve("train/fish/a.jpg"), "RIFF");
    Files.writeString(data.resolve("train/fish/b.jpg"), "RIFF");
    CommandRun refused = audit();
    assertThat(refused.exitCode()).isZero();
    assertThat(refused.json().get("refusal").asText())
        .startsWith("no image to train on can be read of class 'fish'");
    assertThat(refused.json().at("/left_out/unreadable").asInt()).isEqualTo(2);
    assertThat(refused.err()).contains("warning: 2 left out: 2 unreadable");
  }

  @Test
  void predictNamesAnAddressAsOne() {
    CommandRun run = CommandRun.of(home, "predict", "--model", data, "https://example.com/cat.jpg");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is an address: expected a file");
  }

  private CommandRun audit() {
    return CommandRun.of(home, "audit", "--data", data, "--size", SIZE, "--json");
  }

  private void picture(String name, int seed) throws IOException {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    for (int i = 0; i < SIZE * SIZE; i++) {
      image.setRGB(i % SIZE, i / SIZE, random.nextInt());
    }
    Files.createDirectories(data.resolve(name).getParent());
    ImageIO.write(image, "png", data.resolve(name).toFile());
  }
}
