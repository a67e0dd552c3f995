package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.graft.storage.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a folder is left out in silence: one of each kind that is not taken is counted. */
class LeftOutTest {
  private static final int DEPTH = 70;

  /** Of the files and folders that {@link #plant} adds. */
  private static final Map<String, Integer> EXPECTED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(".txt", 1),
              Map.entry(".heic", 1),
              Map.entry(".avif", 1),
              Map.entry(".mp4", 1),
              Map.entry("without an extension of an image", 2),
              Map.entry("hidden", 2),
              Map.entry("neither files nor folders", 1),
              Map.entry("folders of a system's own", 1),
              Map.entry("folders that Graft wrote", 1),
              Map.entry("folders too deep", 1),
              Map.entry("images beside the folders of classes", 2),
              Map.entry("images in folders beside the parts", 1),
              Map.entry("links out of the folder", 1),
              Map.entry("links that lead nowhere", 1),
              Map.entry("links that go round or on", 1),
              Map.entry("unreadable", 3)));

  @TempDir static Path home;
  private static Path data;

  @BeforeAll
  static void plant() throws IOException, InterruptedException {
    assertThat(CommandRun.of(home, "import", "--keras", DemoData.VGG).exitCode()).isZero();
    data = DemoData.copyTo(home.resolve("data"));
    Path train = data.resolve("train/Alvero");
    Path picture = train.resolve("001.jpg");
    for (String name : new String[] {"notes.txt", "film.mp4", "README", "x.averylongextension"}) {
      Files.writeString(train.resolve(name), name);
    }
    for (String name : new String[] {"a.heic", "a.avif", ".hidden.jpg"}) {
      Files.copy(picture, train.resolve(name));
    }
    Files.writeString(data.resolve(".DS_Store"), "x");
    byte[] heic = "\0\0\0\030ftypheic\0\0\0\0mif1heic".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(train.resolve("renamed.jpg"), heic);
    Files.writeString(train.resolve("empty.png"), "");
    Files.writeString(data.resolve("test/Alvero/text.webp"), "no picture");
    assertThat(new ProcessBuilder("mkfifo", train.resolve("pipe.jpg").toString()).start().waitFor())
        .isZero();
    copy(picture, data.resolve("__MACOSX/a.jpg"));
    copy(picture, data.resolve("runs/one/a.jpg"));
    Files.writeString(data.resolve("runs/one/run.json"), "{}");
    Files.createDirectories(train.resolve("d/".repeat(DEPTH)));
    copy(picture, data.resolve("train/loose.jpg"));
    copy(picture, data.resolve("loose.jpg"));
    copy(picture, data.resolve("others/x/a.jpg"));
    Files.createSymbolicLink(train.resolve("out.jpg"), DemoData.VGG.toAbsolutePath());
    Files.createSymbolicLink(train.resolve("nowhere.jpg"), data.resolve("nowhere"));
    Files.createSymbolicLink(train.resolve("round"), data);
  }

  @Test
  void trainCountsIt() {
    CommandRun run =
        CommandRun.of(home, CommandRun.training(home, data, "--epochs", 1)).succeeded();
    assertCounted(run);
    Path record = Path.of(run.json().path("run").asText()).resolve("run.json");
    assertThat(counts(Json.read(record, JsonNode.class).path("left_out"))).isEqualTo(EXPECTED);
  }

  @Test
  void auditCountsTheSame() {
    CommandRun run =
        CommandRun.of(home, "audit", "--data", data, "--size", 32, "--json").succeeded();
    assertCounted(run);
    assertThat(counts(run.json().path("left_out"))).isEqualTo(EXPECTED);
  }

  private static void assertCounted(CommandRun run) {
    int all = EXPECTED.values().stream().mapToInt(Integer::intValue).sum();
    String line =
        run.err().lines().filter(l -> l.contains(" left out: ")).collect(Collectors.joining());
    assertThat(line).contains(all + " left out: 3 unreadable, ");
    EXPECTED.forEach((reason, count) -> assertThat(line).contains(count + " " + reason));
  }

  private static Map<String, Integer> counts(JsonNode json) {
    Map<String, Integer> counts = new TreeMap<>();
    json.properties().forEach(entry -> counts.put(entry.getKey(), entry.getValue().asInt()));
    return counts;
  }

  private static void copy(Path file, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(file, to);
  }
}
