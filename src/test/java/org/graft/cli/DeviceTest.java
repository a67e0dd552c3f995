package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.graft.engine.Precision;
import org.graft.engine.selection.EngineChoice;
import org.graft.engine.selection.EngineSettings;
import org.graft.engine.selection.Engines;
import org.graft.failure.InputException;
import org.graft.runtime.Device;
import org.graft.storage.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --device}, of which this build of ONNX Runtime has the processor alone. */
class DeviceTest {
  private static final String SIZE = "32";

  @TempDir static Path folder;

  private static Path model;

  @BeforeAll
  static void export() {
    model = DemoModel.export(folder, "demo_vgg", 32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "coreml", "directml", "CUDA"})
  void whatTheBuildHasNotIsRefusedBeforeAnythingIsDone(String device) {
    Path runs = folder.resolve("none");
    for (List<Object> line :
        List.<List<Object>>of(
            List.of("predict", "--model", model, DemoModel.IMAGES),
            List.of("serve", "--model", model, "--port", "0"),
            List.of("train", "--base", "demo_vgg", "--data", "data/logos", "--runs", runs),
            List.of("features", "--base", "demo_vgg", "--data", "data/logos"))) {
      List<Object> words = new ArrayList<>(line);
      words.addAll(List.of("--device", device));

      CommandRun run = CommandRun.of(folder, words.toArray());

      assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
      assertThat(run.err())
          .contains("was built without " + device.toLowerCase(Locale.ROOT))
          .contains("GRAFT_ONNXRUNTIME=JAR")
          .hasLineCount(1);
    }
    assertThat(runs).doesNotExist();
  }

  @Test
  void anUnknownDeviceIsToldWhichThereAre() {
    CommandRun run =
        CommandRun.of(folder, "predict", "--model", model, "--device", "gpu", DemoModel.IMAGES);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("graft: there is no device 'gpu': expected cpu, cuda, coreml or directml\n");
  }

  @Test
  void theProcessorCanBeNamed() {
    CommandRun named = CommandRun.of(folder, predict("--device", "cpu"));
    CommandRun usual = CommandRun.of(folder, predict());
    named.succeeded();
    assertThat(named.out()).isEqualTo(usual.out());
  }

  private static Object[] predict(Object... more) {
    List<Object> words = new ArrayList<>(List.of("predict", "--model", model));
    words.addAll(List.of(more));
    words.add(DemoModel.IMAGES);
    return words.toArray();
  }

  @Test
  void otherEnginesHaveNoOtherDevice() {
    for (EngineChoice engine : List.of(EngineChoice.ONEDNN, EngineChoice.SAMEDIFF)) {
      assertThatThrownBy(() -> new EngineSettings(engine, Precision.FLOAT32, true, Device.CUDA))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("is ONNX Runtime's");
    }
    assertThatThrownBy(
            () -> new EngineSettings(EngineChoice.AUTO, Precision.BFLOAT16, true, Device.CUDA))
        .isInstanceOf(InputException.class);
  }

  /** So that features of two devices are kept apart, and the choice is made for each. */
  @Test
  void theDeviceIsPartOfWhatFeaturesAreKeptUnder() {
    EngineSettings cuda = settings(Device.CUDA);
    assertThat(Engines.of(cuda)).containsExactly(EngineChoice.ONNXRUNTIME);
    assertThat(Engines.version(EngineChoice.ONNXRUNTIME, cuda)).endsWith(" cuda");
    assertThat(Engines.version(EngineChoice.ONNXRUNTIME, settings(Device.CPU)))
        .isEqualTo("onnxruntime 1.28.0");
  }

  private static EngineSettings settings(Device device) {
    return new EngineSettings(EngineChoice.AUTO, Precision.FLOAT32, true, device);
  }

  @Test
  void runsBegunBeforeThereWereDevicesGoOnOnTheProcessor() throws Exception {
    String old = "{\"engine\": \"AUTO\", \"precision\": \"FLOAT32\", \"cache\": true}";
    Path file = folder.resolve("settings.json");
    Json.write(file, Json.parse(old, file));
    assertThat(Json.read(file, EngineSettings.class)).isEqualTo(EngineSettings.USUAL);
  }

  /** A manifest names a device where it is another than the processor. */
  @Test
  void theManifestOfTheProcessorSaysNothingOfDevices() throws Exception {
    CommandRun trained =
        CommandRun.of(
                folder,
                "train",
                "--base",
                "demo_vgg",
                "--data",
                "data/logos",
                "--size",
                SIZE,
                "--epochs",
                1,
                "--device",
                "cpu",
                "--runs",
                folder.resolve("runs"),
                "--json")
            .succeeded();
    Path record = Path.of(trained.json().path("run").asText()).resolve("run.json");
    JsonNode written = Json.parse(Files.readString(record), record);
    assertThat(written.has("device")).isFalse();
    assertThat(written.path("engine").asText()).isEqualTo("samediff");
  }
}
