package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoModel;
import org.graft.fixture.Containers;
import org.graft.storage.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;

/** The distribution, unpacked in a Debian that has a JDK and nothing else, predicts as here. */
@Tag("containers")
class DistributionTest {
  private static final double TOLERANCE = 1e-5;

  @TempDir private Path folder;

  @Test
  void predictsInABareDebianWhatItPredictsHere() throws Exception {
    Containers.require();
    Path distribution = Containers.distribution();
    Path model = DemoModel.export(folder, "demo_vgg", 32);
    try (GenericContainer<?> debian = Containers.debian("jdk", "openjdk-17-jdk-headless")) {
      Containers.copy(distribution, debian, "/graft.tar.gz");
      Containers.copy(model, debian, "/model.onnx");
      Containers.copy(DemoModel.IMAGES, debian, "/images");
      debian.start();
      Containers.run(debian, "sh", "-c", "tar xzf graft.tar.gz && mv graft-* /opt/graft");
      String[] line = {"predict", "--model", "/model.onnx", "--top", "12", "--json", "/images"};

      String out = Containers.run(debian, with("/opt/graft/graft", line));
      CommandRun here =
          CommandRun.of(
                  folder, "predict", "--model", model, "--top", 12, "--json", DemoModel.IMAGES)
              .succeeded();
      assertSame(probabilities(out), DemoModel.probabilities(here.json()));
      ExecResult wrong = debian.execInContainer("/opt/graft/graft", "predict", "--model", "none");
      assertThat(wrong.getExitCode()).isEqualTo(2);
      assertThat(wrong.getStderr()).startsWith("graft: ").hasLineCount(1);
    }
  }

  private static Map<String, Map<String, Double>> probabilities(String out) {
    List<String> lines = out.lines().toList();
    return DemoModel.probabilities(Json.parse(lines.get(lines.size() - 1), Path.of("out")));
  }

  private static void assertSame(
      Map<String, Map<String, Double>> found, Map<String, Map<String, Double>> expected) {
    assertThat(found).hasSize(120).hasSameSizeAs(expected);
    expected.forEach(
        (image, row) ->
            row.forEach(
                (label, probability) ->
                    assertThat(found.get(image).get(label))
                        .as(image + " " + label)
                        .isCloseTo(probability, within(TOLERANCE))));
  }

  private static String[] with(String first, String... others) {
    String[] all = Arrays.copyOf(new String[] {first}, others.length + 1);
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }
}
