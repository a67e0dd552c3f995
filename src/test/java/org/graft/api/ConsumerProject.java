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

/**
 * A Maven project in a folder of its own. Its repository comes before the user's, so that nothing
 * is left in that.
 */
record ConsumerProject(Path folder, Path repository) {
  private static final String CLASS_PATH =
      "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath";
  private static final String INSTALL =
      "org.apache.maven.plugins:maven-install-plugin:3.1.4:install-file";

  /**
   * A project in whose repository Graft's artifacts are; the test is skipped, with the reason,
   * where they were not made.
   */
  static ConsumerProject withGraft(Path folder) throws IOException, InterruptedException {
    Path sources = Path.of("target/graft-sources.jar");
    assumeTrue(Files.exists(sources), "no artifact in target (./mvnw package -Prelease makes it)");
    ConsumerProject project = new ConsumerProject(folder, folder.resolve("repository"));
    project.install(
        "target/graft.jar",
        "pom.xml",
        "-Dsources=" + sources.toAbsolutePath(),
        "-Djavadoc=" + Path.of("target/graft-javadoc.jar").toAbsolutePath());
    project.maven("-f", Path.of("src/predict/pom.xml").toAbsolutePath().toString(), "package");
    project.install("target/predict/graft-predict.jar", "src/predict/pom.xml");
    project.install("src/bom/pom.xml", "src/bom/pom.xml", "-Dpackaging=pom");
    return project;
  }

  /** A project beside this one that shares its repository. */
  ConsumerProject of(String name) throws IOException {
    return new ConsumerProject(Files.createDirectories(folder.resolve(name)), repository);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  void write(String name, String text) throws IOException {
    Files.createDirectories(file(name).getParent());
    Files.writeString(file(name), text);
  }

  /** Puts a built file with its POM into the repository. */
  void install(String file, String pom, String... more) throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            INSTALL,
            "-Dfile=" + Path.of(file).toAbsolutePath(),
            "-DpomFile=" + Path.of(pom).toAbsolutePath());
    maven(Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
  }

  /** Compiles the project; its classes and all that it runs on, as Maven lists it. */
  String classPath() throws IOException, InterruptedException {
    maven("compile", CLASS_PATH, "-Dmdep.outputFile=class-path", "-Dmdep.includeScope=runtime");
    return file("target/classes") + File.pathSeparator + Files.readString(file("class-path"));
  }

  /** What a class of the project prints. */
  String java(String classPath, String main) throws IOException, InterruptedException {
    return run(List.of("java", "-cp", classPath, main));
  }

  void maven(String... arguments) throws IOException, InterruptedException {
    Path own = Path.of(System.getProperty("user.home"), ".m2", "repository");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of("mvnw").toAbsolutePath().toString(),
                "-q",
                "-B",
                "-ntp",
                "-Dmaven.repo.local=" + repository,
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
