package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoData;
import org.graft.fixture.TurnedPictures;
import org.graft.runtime.OnnxSession;
import org.graft.storage.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures as phones store them, from training to the exported file. */
class TurnedPicturesTest {
  /** Phase, epoch, loss and accuracy. */
  private static final int LOSS_COLUMNS = 4;

  @TempDir static Path home;

  private static Path upright;
  private static Path turned;

  @BeforeAll
  static void storeTwice() throws IOException {
    done("import", "--keras", DemoData.VGG);
    Path data = DemoData.copyTo(home.resolve("data"));
    upright = home.resolve("upright");
    turned = home.resolve("turned");
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        BufferedImage picture = ImageIO.read(file.toFile());
        ImageIO.write(picture, "png", place(upright, data, file).toFile());
        Files.write(place(turned, data, file), TurnedPictures.png(picture));
      }
    }
  }

  @Test
  void theyTeachWhatUprightOnesTeach() {
    assertThat(losses(trained(turned))).isEqualTo(losses(trained(upright)));
    assertThat(losses(trained(turned, "--exif", "ignore"))).isNotEqualTo(losses(trained(upright)));
  }

  @Test
  void recipeSeedTakesThemAsKerasDoes() {
    Path seed = trained(turned, "--recipe", "seed");

    assertThat(record(seed).path("exif").asText()).isEqualTo("ignore");
    assertThat(losses(seed))
        .isEqualTo(losses(trained(turned, "--recipe", "seed", "--exif", "ignore")))
        .isNotEqualTo(losses(trained(upright, "--recipe", "seed")));
  }

  @Test
  void theFileSaysHowItWasTrainedAndPredictFollowsIt() throws IOException {
    Path run = trained(turned);
    Path model = home.resolve("model.onnx");
    done("export", "--run", run, "--format", "onnx", "--out", model);
    assertThat(record(run).path("exif").asText()).isEqualTo("apply");
    try (OnnxSession session = OnnxSession.open(model)) {
      assertThat(session.metadata()).containsEntry("graft.exif", "apply");
    }
    Path picture = Path.of("test/Alvero/001.png");
    List<Object> predict = List.of("predict", "--model", model, "--json");
    CommandRun followed = done(line(predict, turned.resolve(picture)));
    CommandRun stored = done(line(predict, "--exif", "ignore", turned.resolve(picture)));

    assertThat(top(followed)).isEqualTo(top(done(line(predict, upright.resolve(picture)))));
    assertThat(followed.err()).doesNotContain("--exif");
    assertThat(top(stored)).isNotEqualTo(top(followed));
    assertThat(stored.err())
        .contains(model + " was trained with --exif apply; with --exif ignore it sees turned");
    assertThat(top(done("predict", "--run", run, "--json", turned.resolve(picture))))
        .isEqualTo(top(done("predict", "--run", run, "--json", upright.resolve(picture))));
  }

  @Test
  void featuresAndEvaluationAreThoseOfUprightOnes() throws IOException {
    assertThat(features(turned)).isEqualTo(features(upright));
    assertThat(features(turned, "--exif", "ignore")).isNotEqualTo(features(upright));

    Path run = trained(upright);
    assertThat(accuracy(run, turned)).isEqualTo(accuracy(run, upright));
  }

  @Test
  void anotherWordThanApplyOrIgnoreIsRefused() {
    CommandRun.of(home, line(List.of("audit", "--data", turned), "--exif", "x"))
        .refused("--exif x: expected apply or ignore");
  }

  private static Path place(Path root, Path data, Path file) throws IOException {
    Path place = root.resolve(data.relativize(file).toString().replace(".jpg", ".png"));
    Files.createDirectories(place.getParent());
    return place;
  }

  private static Path trained(Path data, Object... options) {
    Object[] line = line(List.of(CommandRun.training(home, data, "--epochs", 2)), options);
    return Path.of(done(line).json().path("run").asText());
  }

  private static byte[] features(Path data, Object... options) throws IOException {
    Path out = home.resolve("features.npy");
    List<Object> line =
        List.of("features", "--base", "demo_vgg", "--data", data, "--size", 32, "--out", out);
    done(line(line, options));
    return Files.readAllBytes(out);
  }

  private static String losses(Path run) {
    try {
      return Files.readString(run.resolve("metrics.csv"))
          .lines()
          .map(line -> String.join(",", List.of(line.split(",")).subList(0, LOSS_COLUMNS)))
          .collect(Collectors.joining(";"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static double accuracy(Path run, Path data) {
    return done("evaluate", "--run", run, "--data", data, "--json")
        .json()
        .path("test_accuracy")
        .asDouble();
  }

  private static JsonNode record(Path run) {
    return Json.read(run.resolve("run.json"), JsonNode.class);
  }

  private static JsonNode top(CommandRun run) {
    return run.json().path("images").path(0).path("top");
  }

  private static Object[] line(List<Object> start, Object... rest) {
    return Stream.concat(start.stream(), Stream.of(rest)).toArray();
  }

  private static CommandRun done(Object... arguments) {
    return CommandRun.of(home, arguments).succeeded();
  }
}
