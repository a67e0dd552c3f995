package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.graft.image.ImageDecoder;
import org.graft.image.ImageSource;
import org.graft.image.LabelsKind;
import org.graft.storage.Csv;
import org.graft.storage.Digests;
import org.graft.storage.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images packed into shards, and shards taken where folders are. */
class PackTest {
  @TempDir private Path home;

  private Path data;
  private Path shards;

  @BeforeEach
  void importBase() throws IOException {
    data = DemoData.copyTo(home.resolve("data"));
    shards = home.resolve("shards");
  }

  @Test
  void shardsTrainWhatTheFolderTrains() throws IOException {
    importDemo();
    pack("--data", data);
    List<Object> line =
        List.of("--base", "demo_vgg", "--size", 32, "--epochs", 3, "--json", "--early-stopping", 2);
    List<Object> options = new ArrayList<>(line);
    options.addAll(List.of("--runs", home.resolve("runs"), "--data"));
    Path folder = run(options, data);
    Path packed = run(options, shards);
    try (Stream<Path> files = Files.walk(folder.resolve("model"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(packed.resolve(folder.relativize(file))).hasSameBinaryContentAs(file);
      }
    }
    assertThat(Files.readString(packed.resolve("predictions.csv")).replace("shards/", "data/"))
        .isEqualTo(Files.readString(folder.resolve("predictions.csv")));
  }

  @Test
  void everyCommandTakesThem() throws IOException {
    importDemo();
    pack("--data", data);
    Object[] given = {"--data", shards, "--json"};
    JsonNode audit = done("audit", given, "--size", 32);
    assertThat(audit.path("train").asInt()).isEqualTo(18);
    assertThat(audit.path("test").asInt()).isEqualTo(9);
    assertThat(audit.path("refusal").isNull()).isTrue();
    assertThat(done("features", given, "--base", "demo_vgg", "--size", 32).path("images").asInt())
        .isEqualTo(27);
    Object[] training = {"--size", 32, "--epochs", 2, "--runs", home.resolve("runs")};
    JsonNode compared = done("compare", given, CommandRun.line(training, "--bases", "demo_vgg"));
    String run = compared.at("/rows/0/run").asText();
    assertThat(
            done("doctor", given, CommandRun.line(training, "--base", "demo_vgg")).has("verdict"))
        .isTrue();
    JsonNode evaluated = done("evaluate", given, "--run", run, "--runs", home.resolve("runs"));
    assertThat(evaluated.path("images").asInt()).isEqualTo(9);
  }

  /** A run names its images by path: it goes on, is exported and reported without their folder. */
  @Test
  void aRunFindsItsImagesAgain() throws IOException {
    importDemo();
    pack("--data", data);
    List<Object> options =
        List.of("--base", "demo_vgg", "--size", 32, "--epochs", 2, "--json", "--data");
    Path run = run(new ArrayList<>(options), shards, "--runs", home.resolve("runs"));
    CommandRun.of(
            home,
            "export",
            "--run",
            run,
            "--format",
            "onnx",
            "--out",
            home.resolve("model.onnx"),
            "--assert-agreement-at-least",
            1)
        .succeeded();
  }

  @Test
  void otherProgramsReadThem() throws IOException {
    pack("--data", data, "--shard-size", "1m");
    Map<String, String> digests = new TreeMap<>();
    for (List<String> row : Csv.read(shards.resolve("manifest.csv"))) {
      digests.put(row.get(0), row.get(3));
    }
    assertThat(digests).hasSize(28).containsEntry("path", "sha256");
    Map<String, String> found = new TreeMap<>();
    try (TarFile tar = new TarFile(shards.resolve("shard-00000.tar").toFile())) {
      List<TarArchiveEntry> entries = tar.getEntries();
      for (int i = 0; i < entries.size(); i += 3) {
        assertThat(entries.get(i).getName()).endsWith(".jpg");
        String key = entries.get(i).getName().replace(".jpg", "");
        assertThat(entries.get(i + 1).getName()).isEqualTo(key + ".cls");
        JsonNode facts = Json.parse(text(tar, entries.get(i + 2)), shards);
        assertThat(text(tar, entries.get(i + 1)))
            .isEqualTo(
                String.valueOf(
                    List.of("Alvero", "Brimsol", "Cantavo")
                        .indexOf(facts.at("/labels/0").asText())));
        found.put(facts.path("path").asText(), Digests.sha256(bytes(tar, entries.get(i))));
        assertThat(facts.path("sha256").asText())
            .isEqualTo(Digests.sha256(data.resolve(facts.path("path").asText())));
      }
    }
    digests.remove("path");
    assertThat(found).isEqualTo(digests);
  }

  @Test
  void packedTwiceTheyAreTheSameBytes() throws IOException {
    pack("--data", data);
    Path first = shards;
    shards = home.resolve("again");
    pack("--data", data);
    for (String name : List.of("shard-00000.tar", "manifest.csv", "shards.json")) {
      assertThat(shards.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "classes     | path,label,split,group;train/Alvero/001.jpg,a c,train,g;test/Alvero/002.jpg,b,test,",
        "multi-label | {\"path\":\"train/Alvero/001.jpg\",\"labels\":[\"a\",\"b\"]};{\"path\":\"train/Alvero/002.jpg\",\"labels\":[]}",
        "regression  | path,number,split;train/Alvero/001.jpg,1.25,train;train/Alvero/002.jpg,-3e-7,validation",
      })
  void whatATableSaysIsKept(String task, String text) throws IOException {
    boolean json = text.startsWith("{");
    Path table =
        Files.writeString(data.resolve(json ? "x.jsonl" : "x.csv"), text.replace(';', '\n'));
    pack("--data", table, "--task", task);
    ImageSource before = source(task, table, data);
    LabelsKind kind = LabelsKind.valueOf(before.lines().kind().name());
    ImageSource after = ImageSource.packed(shards, kind);
    assertThat(after.lines().lines())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("number", "file")
        .containsExactlyInAnyOrderElementsOf(before.lines().lines());
    assertThat(after.lines().groupedBy()).isEqualTo(before.lines().groupedBy());
    after
        .lines()
        .lines()
        .forEach(
            line ->
                assertThat(ImageDecoder.read(line.file()))
                    .isEqualTo(ImageDecoder.read(data.resolve(shards.relativize(line.file())))));
  }

  private static ImageSource source(String task, Path table, Path root) {
    return AskedTask.of(task).source(table, root, false, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s#train/Alvero/001.jpg#../001.jpg#      | leads out of",
        "s#train/Alvero/001.jpg#/etc/passwd#     | leads out of",
        "s#train/Alvero/001.jpg#train/Alvero/002.jpg# | stands in line",
        "s#shard-00000.tar#../../shard.tar#      | its shard '../../shard.tar' is none of shards.json",
        "s#,sha256,#,digest,#                    | digest",
        "s#(jpg,Alvero,train,.{60})#$1zzzz#      | is no SHA-256",
        "s#(Alvero,train,\\w+,shard-00000.tar),\\d+,#$1,99999999999,# | offset is '99999999999'",
        "s#(Alvero,train,\\w+,shard-00000.tar,\\d+),\\d+#$1,999999999# | bytes is '999999999'",
        "s#test/Cantavo/00[0-9].jpg.*\\n##      | it names",
      })
  void aManifestThatLiesIsToldInOneLine(String change, String problem) throws IOException {
    importDemo();
    pack("--data", data);
    String[] parts = change.strip().split("#", -1);
    Path manifest = shards.resolve("manifest.csv");
    String before = Files.readString(manifest);
    String after = before.replaceFirst(parts[1], parts[2]);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(manifest, after);
    refused(problem, "features", "--base", "demo_vgg", "--size", 32, "--data", shards);
  }

  @Test
  void aShardThatIsMissingOrCutIsToldInOneLine() throws IOException {
    pack("--data", data);
    Path shard = shards.resolve("shard-00000.tar");
    try (FileChannel channel = FileChannel.open(shard, StandardOpenOption.WRITE)) {
      channel.truncate(10_000);
    }
    refused("shard-00000.tar: it has 10,000 bytes, expected", "audit", "--data", shards);
    Files.delete(shard);
    refused("27 images are in it; fetch it again", "audit", "--data", shards);
  }

  @Test
  void anImageThatIsNotWhatWasPackedIsLeftOutAndTold() throws IOException {
    importDemo();
    pack("--data", data);
    Path shard = shards.resolve("shard-00000.tar");
    try (FileChannel channel = FileChannel.open(shard, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 700);
    }
    Object[] features = {"features", "--base", "demo_vgg", "--size", 32, "--data", shards};
    CommandRun run = CommandRun.of(home, CommandRun.line(features, "--json")).succeeded();
    assertThat(run.json().path("images").asInt()).isEqualTo(26);
    assertThat(run.err())
        .containsOnlyOnce("not those of the manifest (SHA-256)")
        .contains("test/Alvero/001.jpg");
  }

  @Test
  void nothingIsWrittenOverAndNothingHalf() throws IOException {
    Files.createDirectories(shards);
    Files.writeString(shards.resolve("mine"), "");
    refused("is not empty", "pack", "--data", data, "--out", shards);
    Files.delete(shards.resolve("mine"));
    Path table = Files.writeString(home.resolve("x.csv"), "path,label\ntrain/none.jpg,a\n");
    refused("there is no", "pack", "--data", data, "--labels", table, "--out", shards);
    assertThat(shards).isEmptyDirectory();
    pack("--data", data);
    refused("holds shards, whose manifest says", "audit", "--data", shards, "--labels", table);
    refused(
        "it has the column label: expected labels",
        "audit",
        "--data",
        shards,
        "--task",
        "multi-label");
  }

  private void refused(String problem, Object... line) {
    CommandRun.of(home, line).refused(problem);
  }

  private void importDemo() {
    CommandRun.of(home, "import", "--keras", DemoData.VGG).succeeded();
  }

  private void pack(Object... options) {
    Object[] line = CommandRun.line("pack", "--out", shards, "--json", options);
    CommandRun.of(home, line).succeeded();
  }

  private Path run(List<Object> options, Path from, Object... more) {
    Object[] line = CommandRun.line(options.toArray(), from);
    return Path.of(done("train", line, more).path("run").asText());
  }

  private JsonNode done(String command, Object[] given, Object... more) {
    return CommandRun.of(home, CommandRun.line(command, given, more)).succeeded().json();
  }

  private static String text(TarFile tar, TarArchiveEntry entry) throws IOException {
    return new String(bytes(tar, entry), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(TarFile tar, TarArchiveEntry entry) throws IOException {
    try (InputStream in = tar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
