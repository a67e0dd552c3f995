package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.cli.CommandRun;
import org.graft.cli.ForgottenBase;
import org.graft.fixture.RealData;
import org.graft.predict.OnnxModel;
import org.graft.predict.Prediction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The main job on official weights and real photographs, by the commands that a user types. */
class MainJobRealDataTest {
  @TempDir Path home;

  @Test
  void mobileNetClassifiesAsKerasDoes() {
    Path images = RealData.require("images");
    importFile("mobilenet_2_5_224_tf.h5");
    JsonNode answer =
        graft(
            "predict",
            "--base",
            "mobilenet",
            images.resolve("elephant.jpg"),
            images.resolve("panda.jpg"),
            images.resolve("wj_persian_cat.jpg"));
    assertTop(answer, 0, "African elephant, Loxodonta africana", 0.897);
    assertTop(
        answer, 1, "giant panda, panda, panda bear, coon bear, Ailuropoda melanoleuca", 0.918);
    assertTop(answer, 2, "Persian cat", 0.986);
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet_2_5_224_tf_no_top.h5, mobilenet, , 128, 0.87, 218544",
    "inception_v3_2015_upto_mixed8.h5, inception_v3, mixed8, 150, 0.87, 10674848",
    "vgg16_block1_block2_only.h5, vgg16, block2_pool, 32, 0.60, 260160"
  })
  void headsOnRealBasesLearnRealLogosAndDeploy(
      String file, String base, String cut, int size, double least, long parameters)
      throws IOException {
    Path logos = RealData.require("logos");
    JsonNode imported = cut == null ? importFile(file) : importFile(file, "--cut", cut);
    assertThat(imported.path("parameters").asLong()).isEqualTo(parameters);
    assertThat(imported.path("readers").asText()).contains("equal plans");

    JsonNode trained =
        graft("train", "--base", base, "--data", logos, "--size", size, "--runs", home);
    assertThat(trained.path("images").asInt()).isEqualTo(674 + 135);
    assertThat(trained.path("test_accuracy").asDouble()).isGreaterThanOrEqualTo(least);

    Path run = Path.of(trained.path("run").asText());
    Path onnx = home.resolve("model.onnx");
    JsonNode exported = graft("export", "--run", run, "--format", "onnx", "--out", onnx);
    assertThat(exported.path("top1_agreement").asDouble()).isEqualTo(1);
    assertThat(exported.path("max_abs_difference").asDouble()).isLessThan(1e-5);
    assertSameProbabilities(onnx, run);
  }

  /** The trap that a good base falls into by raw pixels is not set by an import. */
  @Test
  void aBaseThatNobodyKnowsGetsThePixelsThatItNeeds() throws IOException {
    Path logos = RealData.require("logos");
    importFile("mobilenet_2_5_224_tf_no_top.h5");
    ForgottenBase.forget(home, "mobilenet");
    List<Object> line =
        List.of("--base", "mobilenet", "--data", logos, "--size", 128, "--runs", home);
    double found = graft("train", line.toArray()).path("test_accuracy").asDouble();
    List<Object> raw = new ArrayList<>(line);
    raw.addAll(List.of("--preprocessing", "raw"));
    double asRaw = graft("train", raw.toArray()).path("test_accuracy").asDouble();
    assertThat(found).isGreaterThanOrEqualTo(0.85);
    assertThat(asRaw).isLessThan(0.6);
  }

  /** Every image of the run's own table, through the file alone. */
  private static void assertSameProbabilities(Path onnx, Path run) throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("predictions.csv"));
    List<Path> files = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      files.add(Path.of(cells[0]));
      float[] row = new float[cells.length - 3];
      for (int c = 0; c < row.length; c++) {
        row[c] = Float.parseFloat(cells[c + 3]);
      }
      expected.add(row);
    }
    try (OnnxModel model = OnnxModel.open(onnx)) {
      List<String> labels = model.card().labels();
      List<Prediction> predictions = model.predict(files, labels.size());
      for (int i = 0; i < files.size(); i++) {
        float[] row = expected.get(i);
        assertThat(predictions.get(i).top())
            .allSatisfy(
                p ->
                    assertThat(p.probability())
                        .isCloseTo(row[labels.indexOf(p.label())], within(1e-5f)));
      }
    }
  }

  private static void assertTop(JsonNode answer, int image, String label, double probability) {
    JsonNode top = answer.path("images").path(image).path("top").path(0);
    assertThat(top.path("label").asText()).isEqualTo(label);
    assertThat(top.path("probability").asDouble()).isCloseTo(probability, within(0.005));
  }

  private JsonNode importFile(String file, String... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("--keras", RealData.require("weights").resolve(file)));
    arguments.addAll(List.of(more));
    return graft("import", arguments.toArray());
  }

  private JsonNode graft(String command, Object... arguments) {
    List<Object> line = new ArrayList<>(List.of(command, "--json", "--quiet"));
    line.addAll(List.of(arguments));
    CommandRun run = CommandRun.of(home, line.toArray());
    assertThat(run.exitCode()).as("graft %s: %s", line, run.err()).isZero();
    return run.json();
  }
}
