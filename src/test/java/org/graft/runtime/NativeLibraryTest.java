package org.graft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ONNX Runtime's native library does to the process that loads it. */
class NativeLibraryTest {
  private static final String LIBRARY = "/ai/onnxruntime/native/linux-x64/libonnxruntime.so";
  private static final int LONG = 10_000;

  @TempDir private Path folder;

  /** As Maven's class paths are: some builds of the library end such a process without a word. */
  @Test
  void itLoadsUnderALongCommandLine() throws Exception {
    Path model = Files.writeString(folder.resolve("no.onnx"), "not a model");
    Path image = Path.of("data/logos/test/Alvero/001.jpg").toAbsolutePath();
    String classPath =
        System.getProperty("java.class.path") + (File.pathSeparator + "none.jar").repeat(LONG / 9);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            "org.graft.cli.Main",
            "predict",
            "--model",
            model.toString(),
            image.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("ORT_"));
    Path log = folder.resolve("log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(Files.readString(log)).contains("ONNX Runtime cannot load it");
    assertThat(process.exitValue()).isEqualTo(2);
  }

  /** Builds that send usage data name the place that they send it to. */
  @Test
  void itHasNobodyToSendUsageDataTo() throws IOException {
    try (InputStream library = OrtEnvironment.class.getResourceAsStream(LIBRARY)) {
      String text = new String(library.readAllBytes(), StandardCharsets.ISO_8859_1);

      for (String name : List.of("events.data.microsoft.com", "ORT_DISABLE_TELEMETRY")) {
        assertThat(text.contains(name)).as(name).isFalse();
      }
    }
  }
}
