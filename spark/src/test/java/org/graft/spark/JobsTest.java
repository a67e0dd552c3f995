package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.graft.spark.SubmittedLine.run;
import static org.graft.spark.SubmittedLine.wrong;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs over shards: what they write, and that it is what Graft's command line writes. */
class JobsTest {
  private static final SparkSession SPARK = Cluster.session();
  private static final String ALL = Fixture.IMAGES + " computed, 0 there already, 0 without";
  private static final String NONE = "0 computed, " + Fixture.IMAGES + " there already, 0 without";

  @TempDir Path folder;

  /** A laptop trains on what a cluster computed. */
  @Test
  @Tag("short")
  void featuresLieUnderTheKeyOfTheLocalCache() throws IOException {
    GraftCommand graft = Fixture.graft(folder.resolve("home"));
    Path cache = folder.resolve("home/cache/features");
    assertThat(features("--cache", cache, "--part", 50)).contains(ALL);
    assertThat(features("--cache", cache, "--part", 50)).contains(NONE);
    damageWeights(folder.resolve("home/bases"));
    Path out = folder.resolve("kept.npy");
    graft.features(GraftBase.VGG, Fixture.images(), out);
    Fixture.assertSame(Fixture.features(out, Fixture.images()));
    assertThatThrownBy(() -> graft.features(GraftBase.VGG, Fixture.images(), out, "--no-cache"))
        .hasMessageContaining("weights.npz");
  }

  /** The other way round: a cluster goes on from what a laptop computed. */
  @Test
  void featuresOfALaptopAreNotComputedAgain() {
    GraftCommand graft = Fixture.graft(folder.resolve("home"));
    Path out = folder.resolve("some.npy");
    graft.features(GraftBase.VGG, Fixture.images().resolve("train"), out);
    long some = Fixture.features(out, Fixture.images()).size();
    Path cache = folder.resolve("home/cache/features");
    assertThat(features("--cache", cache))
        .contains(
            String.format("%d computed, %d there already, 0 without", Fixture.IMAGES - some, some));
    assertThat(features("--cache", cache)).contains(NONE);
    Fixture.assertSame(Fixture.byPath(cache));
  }

  @Test
  void featuresAsParquet() {
    Path out = folder.resolve("parquet");
    assertThat(features("--parquet", out, "--part", 100)).contains(ALL);
    assertThat(features("--parquet", out, "--part", 100)).contains(NONE);
    for (Row row : SPARK.read().parquet(out.toString()).collectAsList()) {
      assertThat(row.<String>getAs("path")).contains("/" + row.<String>getAs("label") + "/");
      assertThat(row.<String>getAs("path")).startsWith(row.<String>getAs("split"));
    }
    Fixture.assertSame(Fixture.ofParquet(out));
    assertThat(scratch(out)).isEmpty();
  }

  /** Executors have working folders of their own. */
  @Test
  void relativePathsAreThoseOfTheDriver() {
    Path here = Path.of("").toAbsolutePath();
    Path out = here.relativize(folder.resolve("parquet").toAbsolutePath());
    Object[] line = {
      "--model",
      here.relativize(Fixture.base()),
      "--data",
      here.relativize(Fixture.shards()),
      "--parquet",
      out
    };
    assertThat(run("features", line)).contains(ALL);
    Fixture.assertSame(Fixture.ofParquet(out.toAbsolutePath().normalize()));
  }

  @Test
  void answersAreThoseOfTheModel() throws IOException {
    Path out = folder.resolve("answers");
    Object[] line = {
      "score",
      "--model",
      Fixture.classifier(),
      "--data",
      Fixture.shards(),
      "--out",
      out,
      "--top",
      2,
      "--part",
      60
    };
    assertThat(run(line)).contains("answers of 408 images: " + ALL);
    Answers.assertSame(out, Fixture.classifier(), 2);
    try (Stream<Path> parts = Files.list(out)) {
      Files.delete(parts.filter(p -> p.toString().endsWith(".parquet")).findFirst().orElseThrow());
    }
    String again = run(line);
    assertThat(again).doesNotContain(ALL).doesNotContain(NONE);
    assertThat(SPARK.read().parquet(out.toString()).count()).isEqualTo(Fixture.IMAGES);
    line[8] = 3;
    assertThat(wrong(line)).contains("choose another folder").contains("with 2 classes told");
  }

  @Test
  void whatIsNoImageIsToldAndKeptInAColumn() throws IOException {
    Path shards = damaged("Alvero");
    Path out = folder.resolve("parquet");
    String said = run("features", "--model", Fixture.base(), "--data", shards, "--parquet", out);
    assertThat(said)
        .contains("407 computed, 0 there already, 1 without")
        .contains("are not those of the manifest (SHA-256)");
    List<Row> without =
        SPARK.read().parquet(out.toString()).where("features is null").collectAsList();
    assertThat(without).hasSize(1);
    assertThat(without.get(0).<String>getAs("error")).contains("SHA-256");
  }

  @Test
  void wrongInputIsOneLine() throws IOException {
    Path shards = folder.resolve("shards");
    Fixture.copy(Fixture.shards(), shards);
    Object[] line = {
      "features", "--model", Fixture.base(), "--data", shards, "--cache", folder.resolve("cache")
    };
    Files.delete(shards.resolve("shard-00001.tar"));
    assertThat(wrong(line)).contains("there is no shard-00001.tar, and ");
    Files.writeString(shards.resolve("shard-00001.tar"), "short");
    assertThat(wrong(line)).contains("shard-00001.tar has 5 bytes, expected the ");
    Fixture.copy(Fixture.shards(), folder.resolve("other"));
    line[4] = folder.resolve("other");
    Path manifest = folder.resolve("other/manifest.csv");
    List<String> lines = Files.readAllLines(manifest);
    Files.write(manifest, lines.subList(0, 300));
    assertThat(wrong(line)).contains("it names 299 images and shards.json says 408");
    Files.write(manifest, Stream.concat(lines.stream(), Stream.of("a,b")).toList());
    assertThat(wrong(line)).contains("line 'a,b': 2 cells, expected 7");
    line[4] = folder;
    assertThat(wrong(line)).contains("there is no ").contains("shards.json");
    assertThat(wrong("features", "--model", Fixture.base(), "--data", shards))
        .contains("--cache FOLDER, --parquet FOLDER, or both");
    assertThat(wrong("score")).contains("required");
    assertThat(wrong("paint")).contains("paint");
    assertThat(wrong()).contains("say what to do");
  }

  /** Features of two networks are not mixed, wherever they come from. */
  @Test
  void foldersOfOthersAreRefused() throws IOException {
    Path cache = folder.resolve("cache");
    features("--cache", cache, "--part", 4096);
    Path key;
    try (Stream<Path> keys = Files.list(cache)) {
      key = keys.findFirst().orElseThrow();
    }
    try (Stream<Path> parts = Files.list(key)) {
      for (Path part : parts.filter(p -> p.toString().endsWith(".npz")).toList()) {
        deleteChecksum(part);
        Files.delete(part);
        NpzFile.write(part, Map.of("a", new NpyArray(new float[7], 7)));
      }
    }
    assertThat(wrongFeatures("--cache", cache, "--part", 4096))
        .contains("it holds rows of 7 values, expected ");
    deleteChecksum(key.resolve("key.json"));
    Files.writeString(
        key.resolve("key.json"),
        Files.readString(key.resolve("key.json")).replace("\"height\" : 64", "\"height\" : 32"));
    assertThat(wrongFeatures("--cache", cache)).contains("at 64x32 px").contains("choose another");
    Files.writeString(key.resolve("key.json"), "{}");
    assertThat(wrongFeatures("--cache", cache)).contains("key.json: not as expected");
  }

  private String features(Object... more) {
    return run(line(more));
  }

  private String wrongFeatures(Object... more) {
    return wrong(line(more));
  }

  private static Object[] line(Object... more) {
    Object[] first = {"features", "--model", Fixture.base(), "--data", Fixture.shards()};
    return new Object[] {first, more};
  }

  /** Hadoop keeps one beside every file of a local disk. */
  private static void deleteChecksum(Path file) throws IOException {
    Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  /** Shards in which an image of that class has other bytes. */
  private Path damaged(String label) throws IOException {
    Path shards = folder.resolve("damaged");
    Fixture.copy(Fixture.shards(), shards);
    List<String> lines = Files.readAllLines(shards.resolve("manifest.csv"));
    List<String> columns = List.of(lines.get(0).split(","));
    String[] cells =
        lines.stream().filter(l -> l.contains(label)).findFirst().orElseThrow().split(",");
    Path shard = shards.resolve(cells[columns.indexOf("shard")]);
    byte[] bytes = Files.readAllBytes(shard);
    bytes[Integer.parseInt(cells[columns.indexOf("offset")]) + 20] ^= 1;
    Files.write(shard, bytes);
    return shards;
  }

  /** Weights that cannot be read, by a byte in the midst of the file. */
  private static void damageWeights(Path bases) throws IOException {
    try (Stream<Path> files = Files.walk(bases)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".npz")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }
  }

  private static List<Path> scratch(Path out) {
    try (Stream<Path> all = Files.walk(out)) {
      return all.filter(path -> path.toString().contains("_graft")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
