package org.graft.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import com.beust.jcommander.Parameters;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Help texts. */
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
}
