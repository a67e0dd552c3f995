package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data with copies and frames, parted on the command line. */
class SplitByContentTest {
  @TempDir Path home;
  @TempDir Path data;

  @Test
  void copiesStayOnOneSideAndAFileByFileSplitListsAllThatLeak() throws IOException {
    for (String brand : List.of("Alvero", "Brimsol", "Cantavo")) {
      Path to = Files.createDirectories(data.resolve(brand));
      for (int i = 1; i <= 20; i++) {
        Path image = Path.of("data/logos/train", brand, String.format("%03d.jpg", i));
        Files.copy(image, to.resolve(image.getFileName()));
        if (i % 2 == 0) {
          Files.copy(image, to.resolve(i + " (1).jpg"));
        }
      }
    }
    Files.createDirectories(home.resolve("bases"));
    assertThat(CommandRun.of(home, "import", "--keras", DemoData.VGG).exitCode()).isZero();

    CommandRun refused = train("--split-by", "file");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err().lines().filter(line -> line.startsWith("graft: ")))
        .singleElement()
        .asString()
        .matches(
            ".* [0-9]+ pictures are both in train and in test: .* and .*; .* and .*allow-leak");

    train("--early-stopping", 3, "--folds", 3).succeeded();
    JsonNode again = train().json();
    assertThat(again.path("images").asInt()).isEqualTo(90);
    JsonNode audit = audit();
    assertThat(audit.path("leaks").asInt()).isZero();
    assertThat(audit.path("near_leaks").asInt()).isZero();
    assertThat(audit.path("test").asInt()).isBetween(15, 21);
    assertThat(audit.path("refusal").isNull()).isTrue();

    JsonNode kept = CommandRun.of(home, "cache", "list", "--json").json();
    assertThat(kept.path("audits").asInt()).isPositive();
    assertThat(kept.path("audit_bytes").asLong()).isPositive();
    assertThat(CommandRun.of(home, "cache", "clear").exitCode()).isZero();
    assertThat(CommandRun.of(home, "cache", "list", "--json").json().path("audits").asInt())
        .isZero();
  }

  @Test
  void framesOfAFixedCameraAreOneFindingAndAreTrainedOnWithAWarning() throws IOException {
    for (String part : List.of("day", "night")) {
      BufferedImage scene = scene(part.hashCode());
      for (int i = 0; i < 150; i++) {
        frame(scene, i, data.resolve(part).resolve(i + ".png"));
      }
    }
    JsonNode audit = audit();

    assertThat(audit.path("findings")).hasSize(2);
    for (JsonNode finding : audit.path("findings")) {
      assertThat(finding.path("kind").asText()).isEqualTo("near-leak");
      assertThat(finding.path("count").asInt()).isEqualTo(150);
      assertThat(finding.path("files")).hasSize(100);
    }
    assertThat(audit.path("test").asInt()).isEqualTo(60);
    assertThat(audit.path("refusal").isNull()).isTrue();
  }

  @Test
  void groupsComeFromNamesOrFromAColumn() throws IOException {
    StringBuilder table = new StringBuilder("path,label,patient\n");
    for (int i = 0; i < 24; i++) {
      for (String label : List.of("ill", "well")) {
        String name = label + "/p" + i / 4 + "-" + i + ".png";
        ImageIO.write(scene(31L * i + label.length()), "png", made(data.resolve(name)));
        table.append(name).append(',').append(label).append(',').append(i / 4).append('\n');
      }
    }
    Path labels = Files.writeString(home.resolve("x.csv"), table);
    assertThat(CommandRun.of(home, "import", "--keras", DemoData.VGG).exitCode()).isZero();

    requireWholePatients(train("--group-by", "p(\\d+)-"));
    requireWholePatients(train("--labels", labels, "--group-by", "patient"));
    assertThat(train("--labels", labels).err()).contains("x.csv: line 2: unknown column 'patient'");
    assertThat(train("--group-by", "p(").err()).contains("--group-by 'p(' is no pattern");
    assertThat(train("--split-by", "colour").err())
        .contains("there is no split by 'colour': expected content, file or hash");
  }

  private static void requireWholePatients(CommandRun run) throws IOException {
    run.succeeded();
    Set<String> tested = new TreeSet<>();
    List<String> lines =
        Files.readAllLines(Path.of(run.json().path("run").asText(), "predictions.csv"));
    lines.subList(1, lines.size()).forEach(l -> tested.add(l.replaceAll(".*/(p\\d+)-.*", "$1")));
    assertThat(lines.size() - 1).isEqualTo(8 * tested.size());
    assertThat(tested).hasSizeBetween(1, 2);
  }

  private CommandRun train(Object... more) {
    Object[] line = CommandRun.training(home, data, "--epochs", 2);
    return CommandRun.of(home, Stream.concat(Arrays.stream(line), Arrays.stream(more)).toArray());
  }

  private JsonNode audit() {
    return CommandRun.of(home, "audit", "--data", data, "--size", 32, "--json").succeeded().json();
  }

  private static BufferedImage scene(long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    for (int i = 0; i < 60; i++) {
      g.setColor(new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256)));
      g.fillRect(random.nextInt(96), random.nextInt(96), 20, 20);
    }
    g.dispose();
    return image;
  }

  /** The same scene with something small moving about in it. */
  private static void frame(BufferedImage scene, int seed, Path file) throws IOException {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.drawImage(scene, 0, 0, null);
    g.setColor(new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256)));
    g.fillRect(random.nextInt(90), random.nextInt(90), 6, 6);
    g.dispose();
    ImageIO.write(image, "png", made(file));
  }

  private static File made(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return file.toFile();
  }
}
