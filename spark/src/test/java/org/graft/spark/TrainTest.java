package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.graft.spark.SubmittedLine.run;
import static org.graft.spark.SubmittedLine.wrong;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.graft.predict.OnnxModel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads that a cluster fits to features of its own, against those of Graft's command line. */
class TrainTest {
  /** Both solve the same objective, each within a tolerance of its own. */
  private static final double SAME_MINIMUM = 2e-5;

  @TempDir Path folder;

  @Test
  @Tag("short")
  void theHeadIsThatOfTheCommandLine() {
    Path cluster = folder.resolve("cluster.onnx");
    assertThat(train(Fixture.shards(), cluster))
        .contains("features of 408 images: 408 computed")
        .contains("head of 12 classes on 288 images, test accuracy ")
        .contains(" on 120 images, in ");
    assertSameAnswers(cluster, logistic(Fixture.images()));
    assertThat(train(Fixture.shards(), folder.resolve("again.onnx")))
        .contains("0 computed, 408 there already");
    assertThat(wrong(line(Fixture.shards(), cluster))).contains("cluster.onnx is there already");
  }

  /** Where nothing says what to test with, each image is chosen by itself. */
  @Test
  void imagesAreParted() {
    Path packed = folder.resolve("packed");
    GraftCommand graft = Fixture.graft(folder.resolve("home"));
    graft.run("pack", "--data", Fixture.images().resolve("train"), "--out", packed);
    Path cluster = folder.resolve("cluster.onnx");
    train(packed, cluster);
    Path alone = logistic(Fixture.images().resolve("train"), "--split-by", "hash");
    assertSameAnswers(cluster, alone);
    try (OnnxModel model = OnnxModel.open(cluster, 1);
        OnnxModel other = OnnxModel.open(alone, 1)) {
      assertThat(model.card().testAccuracy()).isEqualTo(other.card().testAccuracy());
    }
  }

  /** The file is a model like any other. */
  @Test
  void theFileIsScoredAndPredictedWith() {
    Path model = folder.resolve("model.onnx");
    train(Fixture.shards(), model);
    Path out = folder.resolve("answers");
    run("score", "--model", model, "--data", Fixture.shards(), "--out", out, "--top", 12);
    Answers.assertSame(out, model, 12);
    Row row = Cluster.session().read().parquet(out.toString()).first();
    Path image = Fixture.images().resolve(row.<String>getAs("path"));
    assertThat(new GraftCommand(folder.resolve("h")).run("predict", "--model", model, image))
        .contains(row.<String>getAs("prediction"));
  }

  @Test
  void whatCannotBeLearnedIsOneLine() throws IOException {
    Path out = folder.resolve("model.onnx");
    assertThat(wrong(of(m -> m.replace("path,label,", "path,number,"), out)))
        .contains("manifest.csv: it has the column number: expected label");
    assertThat(wrong(of(m -> m.replace(",test,", ",tset,"), out)))
        .contains("its split is 'tset': expected train, validation or test");
    assertThat(wrong(of(m -> m.replaceAll(",[^,]+,train,", ",one,train,"), out)))
        .contains("it has 1 classes to learn: expected two");
    assertThat(wrong(of(m -> m.replaceAll(",Alvero,train,", ",Norvik,train,"), out)))
        .contains("no image of class 'Alvero' is to learn from");
    assertThat(wrong(of(m -> m.replaceFirst(",Alvero,train,", ",,train,"), out)))
        .contains(" has no label");
    assertThat(wrong(line(Fixture.shards(), out), "--split", 1))
        .contains("--split is 1.0: expected at least 0 and less than 1");
    assertThat(out).doesNotExist();
  }

  /** What has become of features since they were written is told with the file's name. */
  @Test
  void damagedFeaturesAreOneLine() throws IOException {
    Path out = folder.resolve("model.onnx");
    train(Fixture.shards(), folder.resolve("first.onnx"));
    Path part;
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      part = files.filter(f -> f.toString().endsWith(".npz")).findFirst().orElseThrow();
    }
    Files.delete(part.resolveSibling("." + part.getFileName() + ".crc"));
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length / 2] ^= 1;
    Files.write(part, bytes);
    assertThat(wrong(line(Fixture.shards(), out)))
        .contains(part.getFileName() + ": its features cannot be read (")
        .endsWith("; delete it");
    assertThat(out).doesNotExist();
    Files.delete(part);
    assertThat(train(Fixture.shards(), out)).doesNotContain("0 computed");
  }

  private String train(Path shards, Path out) {
    return run(line(shards, out));
  }

  private Object[] line(Path shards, Path out) {
    return new Object[] {
      "train",
      "--model",
      Fixture.base(),
      "--data",
      shards,
      "--cache",
      folder.resolve("cache"),
      "--out",
      out,
      "--part",
      50
    };
  }

  /** A line that trains on shards whose manifest is another. */
  private Object[] of(UnaryOperator<String> change, Path out) throws IOException {
    Path shards = Files.createTempDirectory(folder, "shards").resolve("other");
    Fixture.copy(Fixture.shards(), shards);
    Path manifest = shards.resolve("manifest.csv");
    Files.writeString(manifest, change.apply(Files.readString(manifest)));
    return line(shards, out);
  }

  private Path logistic(Path data, Object... more) {
    GraftCommand graft = Fixture.graft(folder.resolve("laptop"));
    Path file = folder.resolve("laptop.onnx");
    graft.train(GraftBase.VGG, data, file, "--head", "logistic", "--engine", "onnxruntime", more);
    return file;
  }

  private static void assertSameAnswers(Path found, Path expected) {
    List<Path> images = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Fixture.images());
        OnnxModel one = OnnxModel.open(found, 1);
        OnnxModel other = OnnxModel.open(expected, 1)) {
      files.filter(Files::isRegularFile).forEach(images::add);
      assertThat(one.card().labels()).isEqualTo(other.card().labels());
      assertThat(one.resize()).isEqualTo(other.resize());
      assertThat(one.card().images()).isEqualTo(other.card().images());
      List<float[]> these = one.probabilitiesOf(images);
      List<float[]> those = other.probabilitiesOf(images);
      double greatest = 0;
      for (int i = 0; i < images.size(); i++) {
        for (int c = 0; c < these.get(i).length; c++) {
          greatest = Math.max(greatest, Math.abs(these.get(i)[c] - those.get(i)[c]));
        }
      }
      System.out.printf("probabilities differ by %.2g at most%n", greatest);
      assertThat(greatest).isLessThan(SAME_MINIMUM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
