package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.graft.storage.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The quickstart on arm64 under emulation ({@code scripts/arm64}), and its classifier there and
 * here.
 */
@Tag("arm64")
class EmulatedArm64Test {
  private static final double TOLERANCE = 1e-5;

  @TempDir private Path folder;

  @Test
  void quickstartEndsAndItsClassifierPredictsAsHere(TestReporter reporter) throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root")
            && Files.isExecutable(Path.of("/usr/bin/apt-get")),
        "needs root on Debian");
    Path debian = Path.of(System.getProperty("user.home"), ".cache/graft-arm64");
    String runs = "/root/runs-" + System.nanoTime();
    String quickstart = graft("quickstart", "--runs", runs);
    assertThat(quickstart).contains("done in ");
    Path model = classifier(debian.resolve(runs.substring(1)));

    String there =
        graft(
            "predict",
            "--model",
            "/" + debian.relativize(model),
            "--top",
            "12",
            "--json",
            "/opt/graft/data/logos/test");
    CommandRun here =
        CommandRun.of(folder, "predict", "--model", model, "--top", 12, "--json", DemoModel.IMAGES);

    List<String> lines = there.lines().toList();
    Map<String, Map<String, Double>> found =
        DemoModel.probabilities(Json.parse(lines.get(lines.size() - 1), Path.of("out")));
    assertThat(found).hasSize(120);
    double greatest = 0;
    for (Map.Entry<String, Map<String, Double>> row :
        DemoModel.probabilities(here.json()).entrySet()) {
      for (Map.Entry<String, Double> cell : row.getValue().entrySet()) {
        double other = found.get(row.getKey()).get(cell.getKey());
        greatest = Math.max(greatest, Math.abs(cell.getValue() - other));
      }
    }
    reporter.publishEntry("greatest difference of 120 images' probabilities", "" + greatest);
    assertThat(greatest).isLessThan(TOLERANCE);
  }

  private static Path classifier(Path runs) throws IOException {
    try (Stream<Path> files = Files.walk(runs)) {
      return files.filter(file -> file.endsWith("demo.onnx")).findFirst().orElseThrow();
    }
  }

  private static String graft(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("scripts/arm64"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("GRAFT_ARM64");
    builder.environment().remove("XDG_CACHE_HOME");
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }
}
