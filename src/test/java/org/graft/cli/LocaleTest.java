package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher where nothing says what language is spoken, as under cron and in containers. */
@Tag("consumer")
class LocaleTest {
  /** Run by a shell, so that names reach the disk whatever the locale of this process is. */
  private static final String SCRIPT =
      """
      set -eu
      mkdir -p "$1/Bücher"
      cp -r data/logos/train/Alvero "$1/Bücher/Grün 🐶"
      cp -r data/logos/train/Brimsol "$1/Bücher/Öl"
      cp data/logos/test/Alvero/001.jpg "$1/Müller.jpg"
      ./graft import --quiet --keras data/networks/demo_vgg.h5 > "$1/log"
      ./graft train --quiet --base demo_vgg --size 32 --epochs 5 --data "$1/Bücher" --runs "$1/runs" \
        > "$1/log"
      ./graft export --quiet --run "$1"/runs/*-safe --out "$1/ö.onnx" > "$1/log"
      ./graft predict --format csv --model "$1/ö.onnx" "$1/Müller.jpg"
      """;

  @TempDir static Path folder;

  @Test
  void namesOfClassesAndFilesAreWhatTheyAre() throws Exception {
    Path script = Files.writeString(folder.resolve("script"), SCRIPT);
    ProcessBuilder builder =
        new ProcessBuilder("bash", script.toString(), folder.toAbsolutePath().toString());
    builder.environment().keySet().removeIf(n -> n.equals("LANG") || n.startsWith("LC_"));
    builder.environment().put("GRAFT_HOME", folder.resolve("home").toString());
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");

    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();

    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    assertThat(Files.readString(out, StandardCharsets.UTF_8))
        .contains("Müller.jpg", "Grün 🐶", "Öl")
        .doesNotContain("?");
  }
}
