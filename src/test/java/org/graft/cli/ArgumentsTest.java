package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.beust.jcommander.JCommander;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "train | missing: --data, --base",
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
  void optionsCanLieInAFile() throws IOException {
    Path file = home.resolve("options");
    Files.writeString(file, "# what is always so\n--size 0 --name 'two words' # the rest\n");
    assertThat(graft("layers", "--base", "a", "@" + file).err()).contains("unknown option --name");
    Files.writeString(file, "--size\n0");
    assertThat(graft("layers", "--base", "a", "@" + file).err())
        .contains("--size takes a whole number from 1 to 4096, not 0");
    Files.writeString(file, "--size 'x");
    assertThat(graft("layers", "@" + file).err()).contains("ends within '; close the quotes");
    CommandRun none = graft("layers", "@none");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err().lines()).hasSize(1);
    assertThat(none.err()).contains("options cannot be read from none");
    assertThat(graft("predict", "--run", "r", "--", "@list").err())
        .contains("no such image: @list");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpIsGroupedAndEndsWithLinesThatParse(String command) {
    CommandRun help = graft("help", command);
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).isEqualTo(graft(command, "--help").out());
    assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(121));
    assertThat(help.out()).contains("\nOutput:\n  --debug");
    List<String> examples = ExampleLines.of(command);
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      assertThat(help.out()).contains("  " + example);
      String[] words =
          example.substring("graft ".length()).replaceFirst(" --like \\S+", " --data d").split(" ");
      JCommander parser = new JCommander();
      Commands.fresh().forEach(parser::addCommand);
      parser.parse(words);
      assertThat(parser.getParsedCommand()).isEqualTo(command);
    }
  }

  @Test
  void helpSaysWhatTheRecipesChoose() {
    assertThat(graft("help", "train").out())
        .contains(
            "--epochs N", "(safe 60, seed 20)", "\nSecond phase:\n", "\nHead:\n", "--data PATH");
    assertThat(graft("help", "nothing").exitCode()).isEqualTo(2);
    assertThat(graft("help").out()).isEqualTo(graft("--help").out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "-v"})
  void versionHasShorterNames(String word) {
    assertThat(graft(word).out()).isEqualTo(graft("--version").out());
  }

  @Test
  void aShellCompletesCommandsAndOptions() throws Exception {
    String ask = "\nCOMP_WORDS=(graft%s) COMP_CWORD=%d; _graft; echo ${COMPREPLY[*]}";
    String script = graft("completion", "bash").out();
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                script + ask.formatted(" tr", 1) + ask.formatted(" train --fine-tune-f", 2))
            .start();
    assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
        .containsExactly("train trust", "--fine-tune-from");
    assertThat(graft("completion", "zsh").out()).contains("bashcompinit", "complete ");
    assertThat(graft("completion", "fish").out())
        .contains("complete -c graft -n '__fish_seen_subcommand_from train' -l data");
    assertThat(graft("completion").err()).contains("bash, zsh or fish");
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
