package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.graft.card.ModelCard;
import org.graft.card.ModelCards;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxOptions;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.storage.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code graft predict} reads, from where, and how it says what it found. */
class PredictTest {
  private static final int SIZE = 17;

  @TempDir static Path home;

  @BeforeAll
  static void exportAndCopy() throws IOException {
    SameDiffNetwork network = Emitter.inference(SmallNetworks.mobileNet(SIZE));
    ModelCard card = ModelCards.of(List.of("a", "b", "c", "d", "e,f"), SIZE, "nearest", "toy");
    OnnxExport.write(
        network,
        home.resolve("model.onnx"),
        OnnxOptions.classifier(network, card.toMetadata()),
        SmallNetworks.images(2, SIZE));
    DemoData.copyTo(home.resolve("data"));
    Files.createDirectories(home.resolve("empty"));
    Files.createSymbolicLink(home.resolve("data/test/loop"), home.resolve("data"));
    Files.writeString(home.resolve("data/test/notes.txt"), "no image");
  }

  @Test
  void aFolderStandsForAllImagesInItAndBelowWhereverLinksLead() throws IOException {
    JsonNode images = done("--json", home.resolve("data")).json().path("images");
    List<String> expected;
    try (Stream<Path> files = Files.walk(home.resolve("data"))) {
      expected = files.map(Path::toString).filter(f -> f.endsWith(".jpg")).sorted().toList();
    }
    assertThat(images.findValuesAsText("path")).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(expected).hasSize(27);
  }

  @Test
  void standardInputIsAnImage() throws IOException {
    Path image = image(1);
    CommandRun piped =
        CommandRun.piped(
                Files.readAllBytes(image), home, "predict", "--model", model(), "--json", "-")
            .succeeded();
    JsonNode found = piped.json().path("images").path(0);
    assertThat(found.path("path").asText()).isEqualTo("-");
    assertThat(found.path("top"))
        .isEqualTo(done("--json", image).json().path("images").path(0).path("top"));
  }

  @Test
  void standardInputIsAListOfPaths() {
    String list = image(2) + "\n\n" + image(1) + "\n";
    CommandRun piped =
        CommandRun.piped(
            list.getBytes(StandardCharsets.UTF_8),
            home,
            "predict",
            "--model",
            model(),
            "--json",
            "-");
    assertThat(piped.json().path("images").findValuesAsText("path"))
        .containsExactly(image(2).toString(), image(1).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- | '' | standard input is empty: an image, or a list of paths, a line each, is expected",
        "- | x\u0001x | standard input is neither a JPEG, PNG, GIF, BMP, TIFF or WebP image nor a list",
        "- | /none.jpg | no such image: /none.jpg",
        "- - | x | - is given twice; standard input can be read once",
        "HOME/empty | x | no images in HOME/empty: expected jpg, png, gif, bmp, tif or webp files",
        "--format xml HOME/empty | x | there is no format 'xml': expected table, csv or jsonl",
        "--unknown-below 2 HOME/empty | x | --unknown-below takes a number from 0 to 1, not 2",
      })
  void wrongInputEndsInOneLine(String arguments, String in, String message) {
    Stream<String> line =
        Stream.concat(
            Stream.of("predict", "--model", model()),
            Arrays.stream(arguments.replace("HOME", home.toString()).split(" ")));
    CommandRun run = CommandRun.piped(in.getBytes(StandardCharsets.UTF_8), home, line.toArray());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("graft: " + message.replace("HOME", home.toString()));
  }

  @Test
  void anImageThatNoClassIsLikelyEnoughForIsUnknown() {
    JsonNode sure = done("--json", image(1)).json().path("images").path(0);
    double probability = sure.path("top").path(0).path("probability").asDouble();
    assertThat(sure.path("label")).isEqualTo(sure.path("top").path(0).path("label"));
    String above = Double.toString(Math.min(1, probability * 1.01));
    CommandRun unsure = done("--json", "--unknown-below", above, image(1));
    assertThat(unsure.json().path("images").path(0).path("label").asText()).isEqualTo("unknown");
    assertThat(done("--unknown-below", above, image(1)).out()).startsWith(image(1) + "  unknown");
    assertThat(done("--unknown-below", probability * 0.99, image(1)).out())
        .startsWith(image(1) + System.lineSeparator());
  }

  @Test
  void csvHasARowForEachImageAndClass() {
    List<String> lines =
        done("--format", "csv", "--top", 5, image(1), image(2)).out().lines().toList();
    assertThat(lines).hasSize(1 + 2 * 5).first().isEqualTo("path,label,rank,class,probability");
    assertThat(lines.stream().filter(l -> l.contains("\"e,f\""))).isNotEmpty();
    double sum = 0;
    for (String line : lines.subList(1, 6)) {
      assertThat(line).startsWith(image(1) + ",");
      sum += Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  @Test
  void jsonLinesAreObjectsAsInTheJsonField() {
    List<String> lines = done("--format", "jsonl", image(1), image(2)).out().lines().toList();
    JsonNode whole = done("--json", image(1), image(2)).json().path("images");
    assertThat(lines).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(Json.parse(lines.get(i), home)).isEqualTo(whole.path(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--threads 1", "--batch 1", "--batch 1000 --threads 2"})
  void threadsAndBatchesChangeNothing(String options) {
    JsonNode usual = done("--json", home.resolve("data/test")).json().path("images");
    Stream<Object> line =
        Stream.concat(
            Arrays.stream(options.split(" ")), Stream.of("--json", home.resolve("data/test")));
    JsonNode found = done(line.toArray()).json().path("images");
    assertThat(found.findValuesAsText("path")).isEqualTo(usual.findValuesAsText("path"));
    for (int i = 0; i < usual.size(); i++) {
      assertThat(found.path(i).path("top").path(0).path("probability").asDouble())
          .isCloseTo(
              usual.path(i).path("top").path(0).path("probability").asDouble(), within(1e-5));
    }
  }

  private static CommandRun done(Object... arguments) {
    Stream<Object> line =
        Stream.concat(Stream.of("predict", "--model", model()), Arrays.stream(arguments));
    return CommandRun.of(home, line.toArray()).succeeded();
  }

  private static String model() {
    return home.resolve("model.onnx").toString();
  }

  private static Path image(int number) {
    return home.resolve("data/test/Alvero/00" + number + ".jpg");
  }
}
