package org.graft.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import com.beust.jcommander.ParameterException;
import com.beust.jcommander.Parameters;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.graft.plan.NearNames;

/** Help texts, and JCommander's complaints in the user's words. */
final class Usage {
  private Usage() {}

  /** Help on one command, or on all when {@code name} is {@code null}. */
  static String of(JCommander parser, Map<String, Command> commands, String name) {
    return name == null ? overview(commands) : command(parser.getCommands().get(name), name);
  }

  private static String overview(Map<String, Command> commands) {
    StringBuilder text = new StringBuilder();
    text.append("graft: transfer learning for the JVM. Keras networks in, a new head on,\n");
    text.append("a deployable classifier out.\n\nusage: graft COMMAND [options]\n\n");
    commands.forEach(
        (name, command) ->
            text.append(String.format(Locale.ROOT, "  %-11s %s%n", name, description(command))));
    text.append(
        "\ngraft COMMAND --help shows a command's options. GRAFT_HOME (now ~/.graft unless");
    return text.append("\nset) holds imported bases; runs go to ./runs or --runs DIR.").toString();
  }

  private static String command(JCommander command, String name) {
    Object object = command.getObjects().get(0);
    StringBuilder text = new StringBuilder("usage: graft " + name + " [options]");
    Optional.ofNullable(command.getMainParameterValue())
        .ifPresent(main -> text.append(' ').append(main.getDescription()));
    text.append("\n\n").append(description(object)).append("\n\n");
    command.getParameters().stream()
        .filter(p -> !p.getParameter().hidden())
        .sorted(Comparator.comparing(ParameterDescription::getNames))
        .forEach(p -> text.append(option(p)));
    return text.toString().stripTrailing();
  }

  private static String option(ParameterDescription option) {
    Object byDefault = option.getDefault();
    boolean told = byDefault != null && !(byDefault instanceof Boolean);
    return String.format(
        Locale.ROOT,
        "  %-22s %s%s%s%n",
        option.getNames(),
        option.getDescription(),
        option.getParameter().required() ? " (required)" : "",
        told ? " (default " + byDefault + ")" : "");
  }

  private static String description(Object command) {
    return command.getClass().getAnnotation(Parameters.class).commandDescription();
  }

  /** What was wrong with the arguments, in one line. */
  static String explain(
      JCommander parser, String command, String[] arguments, ParameterException e) {
    JCommander known = parser.getCommands().get(command);
    List<String> options =
        known == null
            ? List.of()
            : known.getParameters().stream()
                .flatMap(p -> Arrays.stream(p.getParameter().names()))
                .toList();
    return Arrays.stream(arguments)
        .filter(a -> a.startsWith("--") && !options.isEmpty() && !options.contains(option(a)))
        .findFirst()
        .map(a -> "unknown option " + a + NearNames.hint(a, options))
        .orElse(e.getMessage().replaceAll("\\s*\\R\\s*", " "));
  }

  private static String option(String argument) {
    return argument.replaceFirst("=.*", "");
  }
}
