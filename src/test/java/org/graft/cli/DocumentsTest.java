package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code README.md} and {@code docs/} say of commands, options and files is true. {@code
 * ./mvnw test -Dtest=DocumentsTest -Dgraft.documents=write} writes what the program prints of
 * itself into {@code docs/commands.md}.
 */
class DocumentsTest {
  private static final Path COMMANDS = Path.of("docs/commands.md");

  /** What the program prints of a command, or of itself. */
  private static final Pattern HELP =
      Pattern.compile("(<!-- help: ([a-z]*) ?-->\n```\n)((?:(?!```).*\n)*)(```\n)");

  private static final Pattern FENCED = Pattern.compile("(?m)^```[a-z]*\n((?:(?!```).*\n)*)```");
  private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\./)?graft ([a-z].*)$");
  private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  private static final Pattern FILE =
      Pattern.compile(
          "(?:docs|scripts|src|data)/[\\w./-]*\\w|[A-Z]+\\.md|\\]\\((?!http)([\\w./-]+)\\)");

  /** Options of other programs that the documents name: of images, and of jobs on Spark. */
  private static final Set<String> OTHERS =
      Set.of(
          "--target",
          "--build-arg",
          "--user",
          "--format",
          "--logdir",
          "--data-binary",
          "--cache",
          "--parquet",
          "--part",
          "--master",
          "--deploy-mode",
          "--packages",
          "--py-files");

  /** Files of the project that {@code docs/spring-boot.md} describes. */
  private static final Set<String> OTHER_FILES =
      Set.of("src/main/java/shop/Brands.java", "src/main/resources/application.properties");

  @TempDir Path folder;

  static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      return Stream.concat(Stream.of(Path.of("README.md")), files)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyCommandIsOneThatTheProgramTakes(Path document) throws IOException {
    List<String> refused = new ArrayList<>();
    for (String line : commands(Files.readString(document))) {
      List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
      words.add("--help");
      CommandRun run = CommandRun.of(folder, words.toArray());
      if (run.exitCode() != 0) {
        refused.add(line + ": " + run.err());
      }
    }
    assertThat(refused).isEmpty();
  }

  private static List<String> commands(String document) {
    return FENCED
        .matcher(HELP.matcher(document).replaceAll(""))
        .results()
        .map(block -> block.group(1).replaceAll("\\\\\n\\s*", " "))
        .flatMap(block -> COMMAND.matcher(block).results())
        .map(command -> command.group(1).replaceAll("\\s+#.*", "").replaceAll("['\"]", "").strip())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyOptionNamedThereExists(Path document) throws IOException {
    Set<String> known = new TreeSet<>(OTHERS);
    for (String command : Commands.fresh().keySet()) {
      options(CommandRun.of(folder, command, "--help").out()).forEach(known::add);
    }
    assertThat(
            SPAN.matcher(Files.readString(document))
                .results()
                .flatMap(span -> options(span.group(1))))
        .isSubsetOf(known);
  }

  private static Stream<String> options(String text) {
    return OPTION.matcher(text).results().map(MatchResult::group);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyFileNamedThereIsThere(Path document) throws IOException {
    List<String> missing =
        FILE.matcher(Files.readString(document))
            .results()
            .filter(name -> !Files.exists(named(document, name)))
            .map(MatchResult::group)
            .filter(name -> !OTHER_FILES.contains(name))
            .toList();
    assertThat(missing).isEmpty();
  }

  /** A link begins at its document, all else at the project. */
  private static Path named(Path document, MatchResult name) {
    String link = name.group(1);
    return link == null ? Path.of(name.group()) : document.resolveSibling(link);
  }

  @Test
  void pageOfCommandsShowsWhatTheProgramPrints() throws IOException {
    String document = Files.readString(COMMANDS);
    String renewed =
        HELP.matcher(document)
            .replaceAll(
                block ->
                    Matcher.quoteReplacement(
                        block.group(1) + help(block.group(2)) + block.group(4)));
    if ("write".equals(System.getProperty("graft.documents"))) {
      Files.writeString(COMMANDS, renewed);
      return;
    }
    assertThat(document)
        .as("docs/commands.md; -Dgraft.documents=write writes its blocks anew")
        .isEqualTo(renewed);
  }

  private String help(String command) {
    String words = (command + " --help").strip();
    return CommandRun.of(folder, (Object[]) words.split(" ")).out();
  }

  @Test
  void pageOfCommandsHasAllOfThem() throws IOException {
    Set<String> shown =
        HELP.matcher(Files.readString(COMMANDS))
            .results()
            .map(block -> block.group(2))
            .collect(Collectors.toSet());
    assertThat(shown).containsAll(Commands.fresh().keySet());
  }
}
