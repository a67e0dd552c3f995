package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.graft.storage.AtomicFile;
import org.graft.storage.Csv;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzArray;
import org.graft.storage.NpzFile;

/** What Graft's command line makes of the demo data, once a build. */
final class Fixture {
  /** Images of the demo data. */
  static final int IMAGES = 408;

  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", ".")).toAbsolutePath().resolve("target/fixture");

  private static final Path PROJECT =
      Path.of(System.getProperty("basedir", "."))
          .toAbsolutePath()
          .normalize()
          .getParent()
          .getParent();

  private static final Path MADE = FOLDER.resolve("made");

  private Fixture() {}

  static Path base() {
    return made("base.onnx");
  }

  static Path classifier() {
    return made("classifier.onnx");
  }

  static Path shards() {
    return made("shards");
  }

  static Path images() {
    return PROJECT.resolve("data/logos");
  }

  /** A home in which the base is on the shelf and no features are kept. */
  static GraftCommand graft(Path home) {
    copy(made("home").resolve("bases"), home.resolve("bases"));
    return new GraftCommand(home);
  }

  /** Imports a base of the demo data. */
  static void importBase(GraftCommand graft, GraftBase base) {
    graft.run("import", "--keras", PROJECT.resolve("data/networks/" + base.name() + ".h5"));
  }

  static void exportBase(GraftCommand graft, GraftBase base, Path file) {
    graft.run("export", "--base", base.name(), "--size", base.side(), "--out", file);
  }

  /** The features that {@code graft features --engine onnxruntime} wrote, by the images' paths. */
  static Map<String, float[]> features() {
    return features(made("features.npy"), images());
  }

  /** Features in a file, by paths below {@code root}. */
  static Map<String, float[]> features(Path file, Path root) {
    try (InputStream in = Files.newInputStream(file)) {
      NpyArray all = NpyArray.read(in, 1 << 24);
      int width = all.shape()[1];
      List<List<String>> names = Csv.read(file.resolveSibling(file.getFileName() + ".csv"));
      Map<String, float[]> rows = new LinkedHashMap<>();
      for (int i = 0; i + 1 < names.size(); i++) {
        String path = root.relativize(Path.of(names.get(i + 1).get(0))).toString();
        rows.put(path, Arrays.copyOfRange(all.values(), i * width, (i + 1) * width));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows of a cache, by the images' paths. */
  static Map<String, float[]> byPath(Path cache) {
    Map<String, String> paths = new HashMap<>();
    List<List<String>> lines = Csv.read(shards().resolve("manifest.csv"));
    int path = lines.get(0).indexOf("path");
    int sha256 = lines.get(0).indexOf("sha256");
    lines.forEach(line -> paths.put(line.get(sha256), line.get(path)));
    Map<String, float[]> rows = new HashMap<>();
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".npz")).toList()) {
        for (Map.Entry<String, NpzArray> row : NpzFile.open(file).entrySet()) {
          rows.put(paths.get(row.getKey()), row.getValue().values());
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Features that a cluster wrote as Parquet, by the images' paths. */
  static Map<String, float[]> ofParquet(Path folder) {
    Map<String, float[]> rows = new HashMap<>();
    for (Row row : Cluster.session().read().parquet(folder.toString()).collectAsList()) {
      List<Float> values = row.getList(row.fieldIndex("features"));
      float[] floats = new float[values.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = values.get(i);
      }
      rows.put(row.getAs("path"), floats);
    }
    return rows;
  }

  /** Holds rows against {@link #features()}, bit by bit. */
  static void assertSame(Map<String, float[]> found) {
    Map<String, float[]> expected = features();
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach((path, row) -> assertThat(row).as(path).containsExactly(expected.get(path)));
  }

  /** The labels and greatest probabilities that {@code graft predict} told, by paths. */
  static Map<String, List<String>> predictions() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    List<List<String>> lines = Csv.read(made("predictions.csv"));
    for (List<String> line : lines.subList(1, lines.size())) {
      rows.put(images().relativize(Path.of(line.get(0))).toString(), line);
    }
    return rows;
  }

  private static synchronized Path made(String name) {
    if (!Files.exists(MADE)) {
      try {
        AtomicFile.deleteTree(FOLDER);
        make(new GraftCommand(FOLDER.resolve("home")));
        Files.createFile(MADE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return FOLDER.resolve(name);
  }

  private static void make(GraftCommand graft) throws IOException {
    Path data = images();
    importBase(graft, GraftBase.VGG);
    exportBase(graft, GraftBase.VGG, FOLDER.resolve("base.onnx"));
    graft.run("pack", "--data", data, "--out", FOLDER.resolve("shards"), "--shard-size", "1m");
    graft.features(GraftBase.VGG, data, FOLDER.resolve("features.npy"), "--no-cache");
    graft.train(
        GraftBase.VGG, data, FOLDER.resolve("classifier.onnx"), "--epochs", 5, "--no-cache");
    String said =
        graft.run(
            "predict",
            "--quiet",
            "--model",
            FOLDER.resolve("classifier.onnx"),
            "--top",
            1,
            "--format",
            "csv",
            data);
    Files.writeString(FOLDER.resolve("predictions.csv"), said);
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path place = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(place);
        } else {
          Files.createDirectories(place.getParent());
          Files.copy(each, place);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
