package org.graft.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A machine for the launcher: it has the commands of a real one that macOS has too, and stand-ins
 * for those that say what machine it is. Its Java prints what it is called with. {@code
 * GRAFT_TEST_BASH} names the bash that runs the launcher, such as one of version 3.2.
 *
 * @param root of Graft
 * @param commands all that is on the path
 */
record StandInMachine(Path root, Path commands, Path java) {
  private static final String BASH = System.getenv().getOrDefault("GRAFT_TEST_BASH", "bash");

  /** Commands of POSIX, and {@code mktemp}, {@code readlink} and {@code locale}, as macOS has. */
  private static final List<String> COMMANDS =
      List.of(
          "awk",
          "basename",
          "cat",
          "dirname",
          "env",
          "find",
          "getconf",
          "grep",
          "head",
          "ln",
          "locale",
          "mkdir",
          "mktemp",
          "mv",
          "rm",
          "sed",
          "sleep",
          "stty",
          "tail",
          "touch");

  /** Of BSD: no options but {@code --}. */
  private static final String READLINK =
      """
      [ "$1" != -- ] || shift
      case $1 in -*) echo "readlink: illegal option $1" >&2; exit 1 ;; esac
      exec /usr/bin/env -i PATH=/usr/bin:/bin readlink "$1"
      """;

  private static final String JAVA = "printf '%s\\n' \"$@\"";

  /** A machine as {@code uname} describes it, with a Java for its processor. */
  static StandInMachine of(Path folder, String system, String processor) throws IOException {
    Path commands = Files.createDirectories(folder.resolve("commands"));
    StandInMachine machine =
        new StandInMachine(
            Files.createDirectories(folder.resolve("graft-1")), commands, folder.resolve("jdk"));
    for (String command : COMMANDS) {
      machine.has(command, "exec %s \"$@\"".formatted(real(command)));
    }
    machine.has("readlink", READLINK);
    machine.has("sysctl", "case $2 in hw.*) echo 8 ;; *) echo AVX2 ;; esac");
    machine.has(
        "uname", "case $1 in -m) echo %s ;; *) echo %s ;; esac".formatted(processor, system));
    Files.createDirectories(machine.java.resolve("bin"));
    script(machine.java.resolve("bin/java"), JAVA);
    machine.javaIsFor(processor.equals("arm64") ? "aarch64" : processor);
    for (String file : List.of("graft", "java.options")) {
      Files.copy(Path.of(file), machine.root.resolve(file));
    }
    return machine;
  }

  private static Path real(String command) {
    return List.of("/usr/bin", "/bin").stream()
        .map(place -> Path.of(place, command))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }

  /** Adds a command. */
  void has(String command, String script) throws IOException {
    script(commands.resolve(command), script);
  }

  void javaIsFor(String processor) throws IOException {
    Files.writeString(
        java.resolve("release"), "JAVA_VERSION=\"17.0.9\"\nOS_ARCH=\"%s\"\n".formatted(processor));
  }

  /** Makes {@code root} a distribution for a platform, with one build of ND4J. */
  void isDistribution(String platform, String build) throws IOException {
    Files.createDirectories(root.resolve("lib"));
    Files.createDirectories(root.resolve("native/ai/onnxruntime/native/any"));
    Files.writeString(root.resolve("native/platform"), platform);
    Files.createFile(root.resolve("graft.jar"));
    Files.createFile(root.resolve("lib/nd4j-native-1.0.0-M2.1.jar"));
    Files.createFile(root.resolve("lib/nd4j-native-1.0.0-M2.1-" + platform + build + ".jar"));
  }

  private static void script(Path file, String lines) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + lines + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What became of the launcher; {@code out} is what Java was called with, an argument a line. */
  record Ended(int exitCode, String out, String err) {
    List<String> arguments() {
      return out.lines().toList();
    }
  }

  Process start(Map<String, String> variables, Path launcher, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(BASH, launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", commands.toString());
    builder.environment().put("HOME", root.resolveSibling("home").toString());
    builder.environment().put("JAVA_HOME", java.toString());
    builder.environment().putAll(variables);
    return builder.start();
  }

  Ended run(String... arguments) throws Exception {
    return run(Map.of(), arguments);
  }

  Ended run(Map<String, String> variables, String... arguments) throws Exception {
    return ended(start(variables, root.resolve("graft"), arguments));
  }

  static Ended ended(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the launcher does not end");
    }
    return new Ended(process.exitValue(), out, err);
  }
}
