package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher on machines of every kind: which build it takes, and what it does without. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final String ND4J = "nd4j-native-1.0.0-M2.1-linux-x86_64-onednn.jar";

  /** What bash 3.2 and the commands of macOS do not have. */
  private static final List<Pattern> FOREIGN =
      Stream.of(
              "readlink -f",
              "\\brealpath\\b",
              "\\b(mapfile|readarray|coproc)\\b",
              "\\b(declare|local|typeset) -[a-z]*[An]",
              "\\$\\{\\w+(\\[.*?\\])?(,|\\^|@)",
              "&>>|\\|&",
              "\\[\\[? -v ",
              "\\bwait -n",
              "\\b(stat -c|date -d|sed -i|sed -r|grep -P)",
              "-(quit|printf)\\b",
              "\\b(mktemp|cp|mv|rm|ln|touch|head|tail|sort) --[a-z]",
              "(?<!\\+)\"\\$\\{\\w+\\[@\\]\\}\"")
          .map(Pattern::compile)
          .toList();

  @TempDir Path folder;

  @Test
  void isWrittenInWhatMacosHas() throws IOException {
    List<String> foreign =
        Files.readAllLines(Path.of("graft")).stream()
            .filter(line -> !line.strip().startsWith("#"))
            .filter(line -> FOREIGN.stream().anyMatch(one -> one.matcher(line).find()))
            .toList();
    assertThat(foreign).isEmpty();
  }

  @Test
  void theCheckSeesWhatMacosHasNot() {
    for (String line :
        List.of(
            "x=$(readlink -f -- \"$x\")",
            "echo ${x,,}",
            "f \"${all[@]}\"",
            "find . -print -quit",
            "local -A map")) {
      assertThat(FOREIGN).as(line).anyMatch(one -> one.matcher(line).find());
    }
    String guarded = "f ${all[@]+\"${all[@]}\"}";
    assertThat(FOREIGN).noneMatch(one -> one.matcher(guarded).find());
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, x86_64, linux-x86_64, -onednn-avx2",
    "Linux, aarch64, linux-arm64, ''",
    "Darwin, arm64, macosx-arm64, ''",
    "Darwin, x86_64, macosx-x86_64, -onednn-avx2"
  })
  void startsJavaWithTheBuildOfItsPlatform(
      String system, String processor, String platform, String build) throws Exception {
    StandInMachine machine = StandInMachine.of(folder, system, processor);
    machine.isDistribution(platform, build);

    StandInMachine.Ended run = machine.run("predict", "--model", "a b.onnx");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.arguments())
        .contains("-Dorg.bytedeco.javacpp.platform.extension=" + build)
        .contains(
            "-Donnxruntime.native.path=" + real(machine) + "/native/ai/onnxruntime/native/any")
        .contains("@" + real(machine) + "/java.options")
        .endsWith(
            "-cp",
            real(machine) + "/graft.jar",
            "org.graft.cli.Main",
            "predict",
            "--model",
            "a b.onnx");
  }

  /** On a Mac with Apple silicon a Java for Intel loads natives for Intel. */
  @Test
  void theProcessorOfJavaCounts() throws Exception {
    StandInMachine machine = StandInMachine.of(folder, "Darwin", "arm64");
    machine.isDistribution("macosx-x86_64", "-onednn-avx2");
    machine.javaIsFor("x86_64");
    assertThat(machine.run("version").exitCode()).isZero();
  }

  @Test
  void refusesSystemsThatThereAreNoNativesFor() throws Exception {
    StandInMachine machine = StandInMachine.of(folder, "FreeBSD", "amd64");
    machine.isDistribution("linux-x86_64", "-onednn-avx2");

    StandInMachine.Ended run = machine.run("version");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("graft: has no native code for FreeBSD").hasLineCount(1);
  }

  @Test
  void refusesTheDistributionOfAnotherPlatform() throws Exception {
    StandInMachine machine = StandInMachine.of(folder, "Linux", "aarch64");
    machine.isDistribution("linux-x86_64", "-onednn-avx2");

    StandInMachine.Ended run = machine.run("version");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("graft: this distribution is for linux-x86_64; this machine is linux-arm64\n");
  }

  @Test
  void findsItsFolderThroughLinks() throws Exception {
    StandInMachine machine = StandInMachine.of(folder, "Darwin", "arm64");
    machine.isDistribution("macosx-arm64", "");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("one"), Path.of("../graft-1/graft"));
    Path link = Files.createSymbolicLink(bin.resolve("graft"), Path.of("one"));

    StandInMachine.Ended run = StandInMachine.ended(machine.start(Map.of(), link, "version"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.arguments()).contains("-Dgraft.root=" + real(machine));
  }

  @Test
  void takesAnotherOnnxRuntimeBeforeItsOwn() throws Exception {
    StandInMachine machine = StandInMachine.of(folder, "Linux", "x86_64");
    machine.isDistribution("linux-x86_64", "-onednn-avx2");
    Path jar = Files.createFile(folder.resolve("onnxruntime_gpu.jar"));

    StandInMachine.Ended run = machine.run(Map.of("GRAFT_ONNXRUNTIME", jar.toString()), "predict");
    StandInMachine.Ended none = machine.run(Map.of("GRAFT_ONNXRUNTIME", "none.jar"), "predict");

    assertThat(run.arguments())
        .contains("-Dgraft.onnxruntime=" + jar, jar + ":" + real(machine) + "/graft.jar")
        .noneMatch(argument -> argument.startsWith("-Donnxruntime.native.path"));
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).isEqualTo("graft: GRAFT_ONNXRUNTIME: there is no file none.jar\n");
  }

  /** Of a processor without AVX2, as many a virtual machine has. */
  @Test
  void fetchesTheBuildThatNeedsLessWhereAnythingIsComputedWithIt() throws Exception {
    StandInMachine machine = withoutAvx2("echo native > \"$3\"", "exit 0");
    Path home = folder.resolve("home");

    StandInMachine.Ended predicts = machine.run("predict");
    assertThat(predicts.err()).isEmpty();
    assertThat(home.resolve(".graft")).doesNotExist();

    for (String round : List.of("fetching", "")) {
      StandInMachine.Ended trains = machine.run("train");
      assertThat(trains.exitCode()).as(trains.err()).isZero();
      assertThat(trains.err()).startsWith(round).hasLineCount(round.isEmpty() ? 0 : 1);
      assertThat(trains.arguments())
          .contains("-Dorg.bytedeco.javacpp.platform.extension=-onednn")
          .contains(home.resolve(".graft/natives/" + ND4J) + ":" + real(machine) + "/graft.jar");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 22", "echo forged > \"$3\""})
  void leavesNothingOfWhatCannotBeFetchedOrIsAnother(String curl) throws Exception {
    StandInMachine machine = withoutAvx2(curl, "exit 1");

    StandInMachine.Ended run = machine.run("train");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "put https://repo.maven.apache.org/maven2/org/nd4j/nd4j-native/1.0.0-M2.1/" + ND4J);
    assertThat(folder.resolve("home/.graft/natives")).isEmptyDirectory();
  }

  private StandInMachine withoutAvx2(String curl, String sha256sum) throws IOException {
    StandInMachine machine = StandInMachine.of(folder, "Linux", "x86_64");
    machine.isDistribution("linux-x86_64", "-onednn-avx2");
    machine.has("grep", "exit 1");
    machine.has("curl", curl);
    machine.has("sha256sum", sha256sum);
    return machine;
  }

  /** As many launchers as are started together, and the lock of one that was killed. */
  @Test
  void buildsOnceWhereverThereIsNoFlock() throws Exception {
    StandInMachine machine = StandInMachine.of(folder, "Darwin", "arm64");
    Path root = machine.root();
    Files.createFile(root.resolve("pom.xml"));
    Files.createDirectories(root.resolve("src/main"));
    Files.createDirectories(root.resolve("keras-models"));
    machine.has("mvnw", "");
    Files.copy(machine.commands().resolve("mvnw"), root.resolve("mvnw"));
    Files.writeString(root.resolve("mvnw"), MVNW);
    Path target = Files.createDirectories(root.resolve("target"));
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createSymbolicLink(target.resolve("graft.lock"), Path.of(Long.toString(gone.pid())));

    List<Process> both =
        List.of(
            machine.start(Map.of(), root.resolve("graft"), "version"),
            machine.start(Map.of(), root.resolve("graft"), "version"));
    for (Process one : both) {
      StandInMachine.Ended run = StandInMachine.ended(one);
      assertThat(run.exitCode()).as(run.err()).isZero();
    }

    assertThat(Files.readAllLines(root.resolve("built")))
        .containsExactly(
            "-q -B -Dmaven.test.skip -Dspotless.check.skip -Dnative.platform=macosx-arm64 package");
    assertThat(target.resolve("graft.lock")).doesNotExist();
  }

  private static final String MVNW =
      """
      #!/bin/sh
      echo "$*" >> built
      sleep 1
      mkdir -p target/lib target/native
      printf macosx-arm64 > target/native/platform
      touch target/graft.jar
      """;

  private static Path real(StandInMachine machine) throws IOException {
    return machine.root().toRealPath();
  }
}
