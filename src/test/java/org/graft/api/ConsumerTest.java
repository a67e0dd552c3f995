package org.graft.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Maven projects that depend on Graft's artifacts compile and run, on the class path that Maven
 * gives them: alone, and in a Spring Boot application, which brings a log of its own.
 */
@Tag("consumer")
class ConsumerTest {
  private static final long MOST_BYTES_TO_PREDICT = 80_000_000;
  private static final int LONG = 6000;
  private static final String BOOT = "3.4.5";

  @TempDir private static Path folder;

  private static ConsumerProject projects;

  @BeforeAll
  static void install() throws Exception {
    projects = ConsumerProject.withGraft(folder);
  }

  @Test
  void theArtifactHasSourcesAndJavadoc() throws IOException {
    try (Stream<Path> installed =
        Files.list(folder.resolve("repository/org/graft/graft/" + version()))) {
      assertThat(installed.map(file -> file.getFileName().toString()))
          .contains(
              "graft-" + version() + ".jar",
              "graft-" + version() + ".pom",
              "graft-" + version() + "-sources.jar",
              "graft-" + version() + "-javadoc.jar");
    }
  }

  @Test
  void aProjectThatDependsOnTheArtifactRunsTheExample() throws Exception {
    ConsumerProject project = projects.of("plain");
    project.write("pom.xml", pom("", dependency("graft")));
    project.write("src/main/java/Example.java", example());
    bringDemo(project);
    String classPath = project.classPath();
    String printed = project.java(classPath, "Example");

    assertThat(printed).contains("picture.jpg: [LabelProbability[label=");
    String[] figures = printed.lines().reduce((first, second) -> second).orElse("").split(" ");
    assertThat(Double.parseDouble(figures[0])).isGreaterThan(0.5);
    assertThat(Double.parseDouble(figures[1])).isEqualTo(1);
    assertThat(names(classPath))
        .contains("slf4j-api-2.0.17.jar", "commons-compress-1.25.0.jar")
        .noneMatch(name -> name.startsWith("slf4j-nop"));
  }

  /** Each line of what it prints is a name, a figure and what it is of. */
  @Test
  void aProjectTrainsAHeadOfItsOwnAndReadsBothFilesWithoutGraft() throws Exception {
    ConsumerProject project = projects.of("own");
    project.write("pom.xml", pom("", dependency("graft")));
    project.write("src/main/java/OwnHead.java", strangers("OwnHead"));
    bringDemo(project);
    String printed = project.java(project.classPath(), "OwnHead");

    double[] losses = figures(printed, "loss");
    assertThat(losses).hasSize(25).doesNotContain(0);
    assertThat(losses[14]).isLessThan(losses[0] / 2);
    assertThat(losses[24]).isLessThan(losses[15]);
    assertThat(printed).contains(" head 15\n", " fine-tune 1\n");
    assertThat(figures(printed, "accuracy")[0]).isGreaterThan(0.4);
    assertThat(figures(printed, "nd4j")[0]).isLessThan(1e-5);
    assertThat(figures(printed, "onnxruntime")[0]).isLessThan(1e-5);
    assertThat(figures(printed, "changed")).containsExactly(0);
    assertThat(line(printed, "changed ")).matches("changed 0.0 of [1-9][0-9]* constants");
  }

  private static double[] figures(String printed, String name) {
    return printed
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
        .toArray();
  }

  @Test
  void aSpringBootApplicationImportsTrainsAndPredicts() throws Exception {
    ConsumerProject project = projects.of("boot");
    project.write("pom.xml", pom(bootVersions(), dependency("graft") + bootStarter()));
    project.write("src/main/java/app/Example.java", "package app;\n" + example());
    project.write("src/main/java/app/App.java", application("Example.main(arguments);"));
    bringDemo(project);
    String classPath = project.classPath();
    String printed = project.java(classPath, "app.App");

    assertThat(classPath).hasSizeGreaterThan(LONG);
    assertThat(printed).contains("Started App in", "picture.jpg: [LabelProbability[label=");

    ConsumerProject small = projects.of("predict");
    small.write("pom.xml", pom(bootVersions(), dependency("graft-predict") + bootStarter()));
    small.write("src/main/java/app/App.java", application(PREDICTS));
    bringDemo(small);
    Files.copy(project.file("logos.onnx"), small.file("logos.onnx"));
    String predicted = small.java(small.classPath(), "app.App");

    assertThat(predicted).contains("Started App in", line(printed, "picture.jpg: "));
  }

  @Test
  void predictingAloneNeedsLittle() throws Exception {
    ConsumerProject project = projects.of("little");
    project.write("pom.xml", pom("", dependency("graft-predict")));
    long bytes = 0;
    List<String> jars = List.of(project.classPath().split(File.pathSeparator));
    for (String jar : jars) {
      bytes += jar.endsWith(".jar") ? Files.size(Path.of(jar)) : 0;
    }

    assertThat(bytes).isBetween(1L, MOST_BYTES_TO_PREDICT);
    assertThat(jars).noneMatch(jar -> jar.contains("nd4j") || jar.contains("bytedeco"));
  }

  private static final String PREDICTS =
      """
      try (var model = org.graft.predict.OnnxModel.open(java.nio.file.Path.of("logos.onnx"))) {
        for (var one : model.predict(java.util.List.of(java.nio.file.Path.of("picture.jpg")), 3)) {
          System.out.println(one.image() + ": " + one.top());
        }
      }\
      """;

  private static String application(String work) {
    return """
    package app;

    import org.springframework.boot.SpringApplication;
    import org.springframework.boot.autoconfigure.SpringBootApplication;

    @SpringBootApplication
    public class App {
      public static void main(String[] arguments) {
        SpringApplication.run(App.class, arguments);
        %s
      }
    }
    """
        .formatted(work);
  }

  private static String example() throws IOException {
    return strangers("Example");
  }

  /** A program as a stranger has it: in another package, beside what it names. */
  private static String strangers(String program) throws IOException {
    return Files.readString(Path.of("src/test/java/org/graft/api/" + program + ".java"))
        .replace("package org.graft.api;", "import org.graft.api.*;");
  }

  private static void bringDemo(ConsumerProject project) throws IOException {
    Files.copy(Path.of("data/networks/demo_vgg.h5"), project.file("demo_vgg.h5"));
    Files.copy(Path.of("data/logos/test/Alvero/001.jpg"), project.file("picture.jpg"));
    try (Stream<Path> files = Files.walk(Path.of("data/logos"))) {
      for (Path file : files.toList()) {
        Files.copy(file, project.file("logos").resolve(Path.of("data/logos").relativize(file)));
      }
    }
  }

  private static List<String> names(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .map(jar -> Path.of(jar).getFileName().toString())
        .toList();
  }

  private static String line(String printed, String start) {
    return printed.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  private static String dependency(String artifact) {
    return "<dependency><groupId>org.graft</groupId><artifactId>%s</artifactId></dependency>"
        .formatted(artifact);
  }

  private static String bootStarter() {
    return "<dependency><groupId>org.springframework.boot</groupId>"
        + "<artifactId>spring-boot-starter</artifactId></dependency>";
  }

  private static String bootVersions() {
    return managed("org.springframework.boot", "spring-boot-dependencies", BOOT);
  }

  private static String managed(String group, String artifact, String version) {
    return """
    <dependency>
      <groupId>%s</groupId>
      <artifactId>%s</artifactId>
      <version>%s</version>
      <type>pom</type>
      <scope>import</scope>
    </dependency>
    """
        .formatted(group, artifact, version);
  }

  /** The project's own, the first in its description. */
  private static String version() throws IOException {
    return Files.readString(Path.of("pom.xml"))
        .replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
  }

  private static String pom(String managed, String dependencies) throws IOException {
    return """
    <project>
      <modelVersion>4.0.0</modelVersion>
      <groupId>consumer</groupId>
      <artifactId>consumer</artifactId>
      <version>1</version>
      <properties>
        <maven.compiler.release>17</maven.compiler.release>
        <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
      </properties>
      <dependencyManagement><dependencies>%s%s</dependencies></dependencyManagement>
      <dependencies>%s</dependencies>
    </project>
    """
        .formatted(managed("org.graft", "graft-bom", version()), managed, dependencies);
  }
}
