package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.graft.fixture.OtherClassPath;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Platforms that lack a native library, played by a class path without it. */
class OtherPlatformTest {
  private static final Object[] TRAIN = {
    "train",
    "--base",
    "demo_vgg",
    "--data",
    "data/logos",
    "--size",
    "32",
    "--seed",
    "3",
    "--epochs",
    "4",
    "--fine-tune-from",
    "3",
    "--fine-tune-epochs",
    "2",
    "--quiet",
    "--json"
  };

  @TempDir Path folder;

  /** As on macosx-arm64. */
  private static boolean isNotOneDnn(String jar) {
    return !jar.matches("(dnnl|opencl)-.*-(linux|macosx|windows)-.*\\.jar");
  }

  @Test
  void withoutOneDnnOnnxRuntimeRunsTheBaseWhichIsSaidOnce() throws Exception {
    OtherClassPath without = new OtherClassPath(folder, OtherPlatformTest::isNotOneDnn, Map.of());
    done(without.run("import", "--keras", "data/networks/demo_vgg.h5"));
    for (int lines : new int[] {1, 0}) {
      OtherClassPath.Ended run =
          done(
              without.run(
                  "features",
                  "--base",
                  "demo_vgg",
                  "--size",
                  "192",
                  "--data",
                  "data/logos",
                  "--json"));

      assertThat(run.err().lines().filter(line -> line.contains("oneDNN has no build for")))
          .hasSize(lines);
      assertThat(last(run).path("engine").asText()).isEqualTo("onnxruntime");
    }
  }

  @Test
  void withoutOneDnnTheTapeMultipliesByBlas() throws Exception {
    OtherClassPath without = new OtherClassPath(folder, OtherPlatformTest::isNotOneDnn, Map.of());
    OtherClassPath with = new OtherClassPath(folder, jar -> true, Map.of());
    done(without.run("import", "--keras", "data/networks/demo_vgg.h5"));

    double[] losses = losses(done(without.run(into("other"))));
    double[] expected = losses(done(with.run(into("usual"))));

    assertThat(losses).hasSize(6);
    for (int i = 0; i < losses.length; i++) {
      assertThat(losses[i]).as("epoch %d", i).isCloseTo(expected[i], within(2e-3));
    }
  }

  @Test
  void askedForOneDnnItSaysThatThereIsNone() throws Exception {
    OtherClassPath without = new OtherClassPath(folder, OtherPlatformTest::isNotOneDnn, Map.of());
    done(without.run("import", "--keras", "data/networks/demo_vgg.h5"));
    for (List<String> asked :
        List.of(List.of("--engine", "onednn"), List.of("--precision", "bfloat16"))) {
      OtherClassPath.Ended run =
          without.run(
              "features",
              "--base",
              "demo_vgg",
              "--size",
              "32",
              "--data",
              "data/logos",
              "--out",
              folder.resolve("f.npy"),
              asked.get(0),
              asked.get(1));

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .startsWith("graft: oneDNN has no build for ")
          .contains("--engine auto")
          .hasLineCount(1);
    }
  }

  @Test
  void anOnnxRuntimeThatCannotBeLoadedIsToldInOneLine() throws Exception {
    Path model = DemoModel.export(folder, "demo_vgg", 32);
    Map<String, String> nowhere = Map.of("onnxruntime.native.path", folder.toString());
    OtherClassPath.Ended missing =
        new OtherClassPath(folder, jar -> true, nowhere).run("predict", "--model", model, IMAGE);
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err())
        .startsWith("graft: ONNX Runtime 1.")
        .contains("cannot be loaded on", "GRAFT_ONNXRUNTIME=JAR")
        .hasLineCount(1);

    Path wrong = Files.writeString(folder.resolve("wrong.jar"), "no jar");
    Map<String, String> named = Map.of("graft.onnxruntime", wrong.toString());
    OtherClassPath.Ended other =
        new OtherClassPath(folder, jar -> true, named).run("predict", "--model", model, IMAGE);
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err())
        .startsWith("graft: GRAFT_ONNXRUNTIME: " + wrong + " holds no ONNX Runtime")
        .hasLineCount(1);
  }

  /** Nothing of ND4J, JavaCPP and DataVec is on the class path. */
  @Test
  void predictingNeedsOnnxRuntimeAlone() throws Exception {
    Path model = DemoModel.export(folder, "demo_vgg", 32);
    Predicate<String> small =
        jar ->
            !jar.matches(
                "(nd4j|datavec|deeplearning4j|samediff|javacpp|javacv|openblas|opencv|dnnl|opencl).*");
    OtherClassPath.Ended run =
        done(new OtherClassPath(folder, small, Map.of()).run("predict", "--model", model, IMAGE));
    assertThat(run.out()).contains("001.jpg");
  }

  private static final Path IMAGE = DemoModel.IMAGES.resolve("Alvero/001.jpg");

  private Object[] into(String name) {
    Object[] line = Arrays.copyOf(TRAIN, TRAIN.length + 2);
    line[TRAIN.length] = "--runs";
    line[TRAIN.length + 1] = folder.resolve(name);
    return line;
  }

  private static OtherClassPath.Ended done(OtherClassPath.Ended run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static double[] losses(OtherClassPath.Ended ended) throws Exception {
    return Files.readAllLines(folderOf(ended).resolve("metrics.jsonl")).stream()
        .mapToDouble(line -> Json.parse(line, Path.of("metrics")).path("loss").asDouble())
        .toArray();
  }

  private static Path folderOf(OtherClassPath.Ended ended) {
    return Path.of(last(ended).path("run").asText());
  }

  private static JsonNode last(OtherClassPath.Ended ended) {
    List<String> lines = ended.out().lines().toList();
    return Json.parse(lines.get(lines.size() - 1), Path.of("out"));
  }
}
