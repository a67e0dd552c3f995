package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.graft.spark.S3Server.at;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.graft.predict.OnnxModel;
import org.graft.predict.Prediction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** All jobs on a bucket: models, archives, features and answers by {@code s3a}. */
@Tag("s3")
@EnabledIf("isPrepared")
class S3IT {
  private static final Path CLIENT = Path.of(System.getProperty("s3a.jars"));

  @TempDir Path folder;

  /** Whether {@code spark/s3} was built. */
  static boolean isPrepared() {
    return Files.isDirectory(S3Server.JARS) && Files.isDirectory(CLIENT);
  }

  @Test
  void allJobsReadAndWriteABucket() throws IOException, InterruptedException {
    try (S3Server server = S3Server.start(folder)) {
      for (Path file : files(Fixture.shards())) {
        server.put("shards/" + file.getFileName(), file);
      }
      server.put("base.onnx", Fixture.base());
      Submission submission = submission(server);
      Object[] data = {"--data", at("shards"), "--model", at("base.onnx"), "--part", 100};
      Object[] cache = {"--cache", at("cache")};
      assertThat(submission.run(line("features", data, cache)))
          .contains("features of 408 images: 408 computed, 0 there already");
      server.get("cache/", folder.resolve("cache"));
      Fixture.assertSame(Fixture.byPath(folder.resolve("cache")));
      Object[] out = {"--out", at("models/brands.onnx")};
      assertThat(submission.run(line("train", data, cache, out)))
          .contains("features of 408 images: 0 computed, 408 there already")
          .contains("head of 12 classes on 288 images");
      Object[] scored = {"--data", at("shards"), "--model", at("models/brands.onnx")};
      assertThat(submission.run(line("score", scored, new Object[] {"--out", at("answers")})))
          .contains("answers of 408 images: 408 computed");
      server.get("models/", folder.resolve("models"));
      server.get("answers/", folder.resolve("answers"));
    }
    assertAnswers(folder.resolve("answers"), folder.resolve("models/brands.onnx"));
  }

  private static void assertAnswers(Path answers, Path model) {
    List<Row> rows = Cluster.session().read().parquet(answers.toString()).collectAsList();
    assertThat(rows).hasSize(Fixture.IMAGES);
    try (OnnxModel local = OnnxModel.open(model, 1)) {
      for (Row row : rows) {
        Path image = Fixture.images().resolve(row.<String>getAs("path"));
        Prediction told = local.predict(List.of(image), 1).get(0);
        assertThat(row.<String>getAs("prediction")).isEqualTo(told.top().get(0).label());
      }
    }
  }

  private static Object[] line(String job, Object[]... options) {
    return Stream.concat(Stream.of(job), Stream.of(options).flatMap(Stream::of)).toArray();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** What Spark brings itself is not given to it. */
  private static Submission submission(S3Server server) throws IOException {
    Path own = Path.of(System.getenv("SPARK_HOME"), "jars");
    List<Path> jars =
        files(CLIENT).stream()
            .filter(jar -> !Files.exists(own.resolve(jar.getFileName())))
            .toList();
    return new Submission(
        Map.of(
            "spark.hadoop.fs.s3a.endpoint", server.address(),
            "spark.hadoop.fs.s3a.endpoint.region", "us-east-1",
            "spark.hadoop.fs.s3a.path.style.access", "true",
            "spark.hadoop.fs.s3a.access.key", "any",
            "spark.hadoop.fs.s3a.secret.key", "any"),
        jars);
  }
}
