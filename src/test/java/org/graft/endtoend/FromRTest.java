package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.graft.api.TrainedModel;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoData;
import org.graft.plan.Weights;
import org.graft.train.EpochMetrics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands and the Java of {@code docs/from-r.md}, run with small networks and few images. */
class FromRTest {
  private static final Pattern FENCED = Pattern.compile("```(sh|java)\n(.*?)```", Pattern.DOTALL);

  private static final String PROGRAM =
      """
      import java.nio.file.*;
      import java.util.*;
      import org.graft.api.*;
      import org.graft.train.*;

      public class Script%d {
        public static TrainedModel run() {
      %s
          return model;
        }
      }
      """;

  @TempDir static Path home;

  private static final Map<String, List<String>> BLOCKS = new LinkedHashMap<>();

  @BeforeAll
  static void read() throws IOException {
    DemoData.copyTo(home.resolve("photos"));
    Matcher blocks = FENCED.matcher(Files.readString(Path.of("docs/from-r.md")));
    while (blocks.find()) {
      BLOCKS.computeIfAbsent(blocks.group(1), k -> new ArrayList<>()).add(small(blocks.group(2)));
    }
  }

  /**
   * What the page names, as it is here; numbers first, since a folder may have them in its name.
   */
  private static String small(String script) {
    String data = home.resolve("photos").toString();
    return script
        .replace("vgg16_weights_tf_dim_ordering_tf_kernels_notop", "data/networks/demo_vgg")
        .replace(
            "inception_v3_weights_tf_dim_ordering_tf_kernels_notop", "data/networks/demo_inception")
        .replace("--base vgg16", "--base demo_vgg")
        .replace("--base inception_v3", "--base demo_inception")
        .replace("224", "64")
        .replace("172", "96")
        .replace("1024", "24")
        .replace("epochs 20", "epochs 3")
        .replace("epochs(20)", "epochs(3)")
        .replace("epochs 5", "epochs 2")
        .replace("Epochs(5)", "Epochs(2)")
        .replaceAll("--data \\w+", "--data " + data)
        .replaceAll("\"(flickrData|photos)\"", "\"" + data + "\"")
        .replace("brands.onnx", home.resolve("brands.onnx").toString());
  }

  /** Runs a block of commands; what the training said. */
  private static JsonNode commands(int block) {
    JsonNode trained = null;
    for (String line : BLOCKS.get("sh").get(block).strip().split("\n")) {
      boolean trains = line.startsWith("graft train ");
      String words = line.replaceFirst("graft ", "");
      words += trains ? " --json --runs " + home.resolve("runs" + block) : "";
      words = trained == null ? words : words.replace("RUN", trained.path("run").asText());
      CommandRun run = CommandRun.of(home, (Object[]) words.split(" "));
      assertThat(run.exitCode()).as("%s%n%s", line, run.err()).isZero();
      trained = trains ? run.json() : trained;
    }
    return trained;
  }

  private static TrainedModel program(int block) throws Exception {
    String body = BLOCKS.get("java").get(block);
    Path source = home.resolve("Script" + block + ".java");
    Files.writeString(source, PROGRAM.formatted(block, body));
    String classPath = System.getProperty("java.class.path");
    String[] line = {"-proc:none", "-d", home.toString(), "-cp", classPath, source.toString()};
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, line)).isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {home.toUri().toURL()})) {
      return (TrainedModel) loader.loadClass("Script" + block).getMethod("run").invoke(null);
    }
  }

  @Test
  void theScriptOfTheArticle() throws Exception {
    double accuracy = commands(0).path("test_accuracy").asDouble(-1);
    assertThat(home.resolve("brands.onnx")).isNotEmptyFile();
    Files.delete(home.resolve("brands.onnx"));
    TrainedModel model = program(0);
    assertThat(model.evaluation().accuracy()).isEqualTo(accuracy);
    assertThat(model.run().metrics()).hasSize(3);
    assertThat(model.run().record().recipe().phase().schedule().batch()).isEqualTo(8);
    assertThat(home.resolve("brands.onnx")).isNotEmptyFile();
  }

  @Test
  void theFineTuningOfTheManual() throws Exception {
    double accuracy = commands(1).path("test_accuracy").asDouble(-1);
    TrainedModel model = program(1);
    assertThat(model.evaluation().accuracy()).isEqualTo(accuracy);
    assertThat(model.run().metrics().stream().map(EpochMetrics::phase))
        .containsSequence("head", "fine-tune")
        .hasSize(12);
    Weights weights = model.run().model().weights();
    assertThat(weights.get("head_dense", Weights.KERNEL).shape()).endsWith(24);
  }
}
