package org.graft.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import com.beust.jcommander.Parameters;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Help texts. */
final class Usage {
  private static final int WIDTH = 100;
  private static final int TEXT_AT = 28;

  private Usage() {}

  /** Help on one command, or on all when {@code name} is {@code null}. */
  static String of(JCommander parser, Map<String, Command> commands, @Nullable String name) {
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
        "\ngraft help COMMAND shows a command's options. Options can lie in a file, too, that");
    text.append(
        "\nis named as @FILE. GRAFT_HOME (now ~/.graft unless set) holds imported bases; runs");
    return text.append("\ngo to ./runs or --runs DIR.").toString();
  }

  private static String command(JCommander command, String name) {
    Object object = command.getObjects().get(0);
    StringBuilder text = new StringBuilder("usage: graft " + name + " [options]");
    Optional.ofNullable(command.getMainParameterValue())
        .ifPresent(main -> text.append(' ').append(main.getDescription()));
    text.append("\n\n").append(description(object)).append('\n');
    boolean recipes =
        command.getParameters().stream().anyMatch(p -> p.getNames().equals("--recipe"));
    options(command)
        .forEach(
            (heading, options) -> {
              text.append('\n').append(heading).append(":\n");
              options.values().forEach(option -> text.append(option(option, recipes)));
            });
    List<String> examples = ExampleLines.of(name);
    if (!examples.isEmpty()) {
      text.append("\nExamples:\n");
      examples.forEach(example -> text.append("  ").append(example).append('\n'));
    }
    return text.toString().stripTrailing();
  }

  private static Map<Heading, Map<String, ParameterDescription>> options(JCommander command) {
    return command.getParameters().stream()
        .filter(option -> !option.getParameter().hidden())
        .collect(
            Collectors.groupingBy(
                Heading::of,
                () -> new EnumMap<>(Heading.class),
                Collectors.toMap(
                    ParameterDescription::getNames, o -> o, (one, other) -> one, TreeMap::new)));
  }

  private static String option(ParameterDescription option, boolean recipes) {
    String names = "  " + option.getNames() + value(option.getParameterized().getType());
    StringBuilder text = new StringBuilder(option.getDescription());
    if (option.getParameter().required()) {
      text.append(" (required)");
    }
    byDefault(option, recipes).ifPresent(value -> text.append(" (").append(value).append(')'));
    String gap = names.length() < TEXT_AT ? " ".repeat(TEXT_AT - names.length()) : "\n" + indent();
    return names + gap + wrapped(text.toString()) + "\n";
  }

  private static Optional<String> byDefault(ParameterDescription option, boolean recipes) {
    Object value = option.getDefault();
    boolean none =
        value == null
            || value instanceof Boolean
            || (value instanceof List<?> list && list.isEmpty())
            || (value instanceof Number number && number.doubleValue() == 0);
    return none
        ? recipes ? RecipeValues.of(option.getNames()) : Optional.empty()
        : Optional.of("default " + value);
  }

  /** What stands for a value of that type; a flag has none. */
  private static String value(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return "";
    }
    if (Path.class.isAssignableFrom(type)) {
      return " PATH";
    }
    boolean whole = List.of(int.class, Integer.class, long.class, Long.class).contains(type);
    boolean number = type == double.class || type == Double.class;
    return whole ? " N" : number ? " X" : " NAME";
  }

  private static String indent() {
    return " ".repeat(TEXT_AT);
  }

  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int at = TEXT_AT;
    for (String word : text.split(" ")) {
      if (at + word.length() > WIDTH && at > TEXT_AT) {
        lines.append('\n').append(indent());
        at = TEXT_AT;
      }
      lines.append(at > TEXT_AT ? " " : "").append(word);
      at += word.length() + 1;
    }
    return lines.toString();
  }

  private static String description(Object command) {
    return command.getClass().getAnnotation(Parameters.class).commandDescription();
  }
}
