package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.beust.jcommander.JCommander;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How arguments are read and refused, on an empty shelf. */
class ArgumentsTest {
  @TempDir Path home;

  static Set<String> commands() {
    return Commands.fresh().keySet();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpOfACommandNamesEveryOption(String command) {
    CommandRun run = graft(command, "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains(options(command));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpComesBeforeMissingOptions(String command) {
    assertThat(graft(command, "-h", "-h").out()).isEqualTo(graft(command, "--help").out());
  }

  @Test
  void noArgumentsShowTheCommands() {
    CommandRun run = graft();
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains(commands()).isEqualTo(graft("--help").out());
  }

  @Test
  void versionIsOneLine() {
    assertThat(graft("--version").out().lines()).singleElement().asString().startsWith("graft ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train | missing: --base, --data",
        "layers | missing: --base",
        "layers --base | --base needs a value behind it",
        "layers --base a --base b | --base is given more than once",
        "layers --base a stray | unexpected argument 'stray'",
        "layers -base a | unknown option -base; did you mean --base",
        "layers --bsae=a | unknown option --bsae=a; did you mean --base",
        "layers --json=yes --base a | unknown option --json=yes; did you mean --json",
        "layers --base a --size 4097 | --size takes a whole number from 1 to 4096, not 4097",
        "layers --base a --size 99999999999 | --size takes a whole number from 1 to 4096",
        "layers --base a --size 1.5 | --size takes a whole number from 1 to 4096, not 1.5",
        "predict --run r --tpo 1 a.jpg | unknown option --tpo; did you mean --top",
        "predict --run r --top 0 a.jpg | --top takes a whole number from 1",
        "train --base a --data d --epochs 1000000 | --epochs takes a whole number from 1 to 999999",
        "train --base a --data d --batch -1 | --batch takes a whole number from 1 to 999999",
        "train --base a --data d --seed 1e3 | --seed takes a whole number, not 1e3",
        "train --base a --data d --split half | --split takes a number, not half",
        "train --base a --data d --learning-rate NaN | --learning-rate takes a number above 0",
        "train --base a --data d --learning-rate -.5 | --learning-rate takes a number above 0",
        "--json | a command comes first, not --json",
        "--json bases | a command comes first, not --json",
        "predcit --run r | there is no command 'predcit'; did you mean predict",
      })
  void wrongUsageIsSaidPlainlyAndPointsToTheHelp(String line, String message) {
    assertRefused(graft((Object[]) line.split(" ")), message);
  }

  @Test
  void emptyArgumentsAreRefusedByName() {
    assertRefused(graft("train", "--base", "a", "--data", ""), "the value of --data is empty");
    assertRefused(graft("train", "--base", "a", "--data="), "the value of --data is empty");
    assertRefused(graft("predict", "--json", ""), "an argument is empty");
    assertRefused(graft(""), "there is no command ''");
  }

  @Test
  void anEqualsSignMayStandBetweenOptionAndValue() {
    assertThat(graft("layers", "--base=a", "--size=32").err()).contains("there is no base 'a'");
    assertThat(graft("layers", "--base", "a=b").err()).contains("'a=b'");
  }

  @Test
  void behindTwoDashesAllIsAnImage() {
    assertThat(graft("predict", "--run", "r", "--", "--json").err())
        .contains("no such image: --json");
  }

  @Test
  void anAtSignDoesNotReadAFileOfArguments() {
    assertThat(graft("predict", "--run", "r", "@list").err()).contains("no such image: @list");
  }

  @Test
  void nothingIsRememberedFromOneRunToTheNext() {
    assertThat(graft("bases", "--json").out()).isNotEqualTo(graft("bases").out());
    assertThat(graft("layers", "--base", "a").err()).contains("'a'");
    assertThat(graft("layers").err()).contains("missing: --base");
  }

  private static List<String> options(String command) {
    JCommander parser = new JCommander();
    parser.addCommand(command, Commands.fresh().get(command));
    return parser.getCommands().get(command).getParameters().stream()
        .flatMap(parameter -> Arrays.stream(parameter.getParameter().names()))
        .toList();
  }

  private static void assertRefused(CommandRun run, String message) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(2);
    assertThat(run.err()).startsWith("graft: " + message).contains("\nsee graft ");
  }

  private CommandRun graft(Object... arguments) {
    return CommandRun.of(home, arguments);
  }
}
