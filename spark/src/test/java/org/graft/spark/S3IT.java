package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.graft.spark.S3Server.at;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
      Submission submission = submission(server);
      submission.put(Fixture.shards(), at("shards"), folder);
      submission.put(Fixture.base(), at("base.onnx"), folder);
      Object[] data = {"--data", at("shards"), "--model", at("base.onnx"), "--part", 100};
      Object[] cache = {"--cache", at("cache")};
      assertThat(submission.run("features", data, cache))
          .contains("features of 408 images: 408 computed, 0 there already");
      server.get("cache/", folder.resolve("cache"));
      Fixture.assertSame(Fixture.byPath(folder.resolve("cache")));
      Object[] out = {"--out", at("models/brands.onnx")};
      assertThat(submission.run("train", data, cache, out))
          .contains("features of 408 images: 0 computed, 408 there already")
          .contains("head of 12 classes on 288 images");
      Object[] scored = {"--data", at("shards"), "--model", at("models/brands.onnx")};
      assertThat(submission.run("score", scored, "--out", at("answers")))
          .contains("answers of 408 images: 408 computed");
      server.get("models/", folder.resolve("models"));
      server.get("answers/", folder.resolve("answers"));
    }
    Answers.assertSame(folder.resolve("answers"), folder.resolve("models/brands.onnx"), 5);
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
