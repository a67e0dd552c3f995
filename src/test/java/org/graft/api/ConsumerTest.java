package org.graft.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Maven project that depends on the artifact and nothing else compiles and runs the example. */
@Tag("containers")
class ConsumerTest {
  private static final String DEPENDENCIES =
      "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies";

  private static final String POM =
      """
      <project>
        <modelVersion>4.0.0</modelVersion>
        <groupId>consumer</groupId>
        <artifactId>consumer</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <dependencies>
          <dependency>
            <groupId>org.graft</groupId>
            <artifactId>graft</artifactId>
            <version>0.1.0-SNAPSHOT</version>
          </dependency>
        </dependencies>
      </project>
      """;

  @TempDir private Path folder;

  @Test
  void aProjectThatDependsOnTheArtifactRunsTheExample() throws Exception {
    Path sources = Path.of("target/graft-sources.jar");
    assumeTrue(Files.exists(sources), "no artifact in target (./mvnw package -Prelease makes it)");
    maven(
        "org.apache.maven.plugins:maven-install-plugin:3.1.4:install-file",
        "-Dfile=" + Path.of("target/graft.jar").toAbsolutePath(),
        "-DpomFile=" + Path.of("pom.xml").toAbsolutePath(),
        "-Dsources=" + sources.toAbsolutePath(),
        "-Djavadoc=" + Path.of("target/graft-javadoc.jar").toAbsolutePath());
    try (Stream<Path> installed =
        Files.list(folder.resolve("repository/org/graft/graft/0.1.0-SNAPSHOT"))) {
      assertThat(installed.map(file -> file.getFileName().toString()))
          .contains(
              "graft-0.1.0-SNAPSHOT.jar",
              "graft-0.1.0-SNAPSHOT.pom",
              "graft-0.1.0-SNAPSHOT-sources.jar",
              "graft-0.1.0-SNAPSHOT-javadoc.jar");
    }

    writeProject();
    maven("compile", DEPENDENCIES, "-DincludeScope=runtime");
    String classes = "target/classes" + File.pathSeparator + "target/dependency/*";
    String printed = run(List.of("java", "-cp", classes, "Example"));

    assertThat(printed).contains("picture.jpg: [LabelProbability[label=");
    String[] figures = printed.lines().reduce((first, second) -> second).orElse("").split(" ");
    assertThat(Double.parseDouble(figures[0])).isGreaterThan(0.5);
    assertThat(Double.parseDouble(figures[1])).isEqualTo(1);
  }

  /** The example as a stranger has it: in another package, beside what it names. */
  private void writeProject() throws IOException {
    Files.writeString(folder.resolve("pom.xml"), POM);
    String example =
        Files.readString(Path.of("src/test/java/org/graft/api/Example.java"))
            .replace("package org.graft.api;", "import org.graft.api.*;");
    Path java = Files.createDirectories(folder.resolve("src/main/java"));
    Files.writeString(java.resolve("Example.java"), example);
    Files.copy(Path.of("data/networks/demo_vgg.h5"), folder.resolve("demo_vgg.h5"));
    Files.copy(Path.of("data/logos/test/Alvero/001.jpg"), folder.resolve("picture.jpg"));
    try (Stream<Path> files = Files.walk(Path.of("data/logos"))) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve("logos").resolve(Path.of("data/logos").relativize(file));
        Files.copy(file, copy);
      }
    }
  }

  /** With a repository of its own before the user's, so that nothing is left in that. */
  private void maven(String... arguments) throws IOException, InterruptedException {
    Path own = Path.of(System.getProperty("user.home"), ".m2", "repository");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of("mvnw").toAbsolutePath().toString(),
                "-q",
                "-B",
                "-ntp",
                "-Dmaven.repo.local=" + folder.resolve("repository"),
                "-Dmaven.repo.local.tail=" + own,
                "-Dmaven.repo.local.tail.ignoreAvailability=true"));
    command.addAll(List.of(arguments));
    run(command);
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exit = process.waitFor();
    String printed = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(exit).as("%s:%n%s", String.join(" ", command), printed).isZero();
    return printed;
  }
}
