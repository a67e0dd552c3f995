package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is handed out, on Spark as it is. */
class ConsumerIT {
  @TempDir Path folder;

  @Test
  void isSubmitted() {
    String said =
        new Submission(Map.of(), List.of())
            .run(
                "score",
                "--model",
                Fixture.classifier(),
                "--data",
                Fixture.shards(),
                "--out",
                folder.resolve("out"));
    assertThat(said).contains("answers of 408 images: 408 computed");
  }

  @Test
  @Tag("short")
  void holdsNothingOfSparkNorNd4j() throws IOException {
    try (JarFile jar = new JarFile(new File(Submission.JAR.toString()))) {
      List<String> classes =
          jar.stream().map(entry -> entry.getName()).filter(n -> n.endsWith(".class")).toList();
      assertThat(classes)
          .allMatch(name -> name.startsWith("org/graft/"))
          .noneMatch(name -> name.startsWith("org/graft/graph/"));
      assertThat(Files.size(Submission.JAR)).isLessThan(6L << 20);
    }
  }
}
