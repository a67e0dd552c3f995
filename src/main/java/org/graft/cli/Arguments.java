package org.graft.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import com.beust.jcommander.ParameterException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graft.plan.NearNames;

/**
 * A command's arguments, put so that JCommander cannot misread them. It turns a flag that is given
 * twice off again, knows no {@code --size=64}, and takes an unknown option for an image.
 */
final class Arguments {
  /** All behind it is taken as it stands. */
  private static final String END_OF_OPTIONS = "--";

  private static final String NUMBER = "-\\.?\\d.*";

  private final Set<String> options;
  private final Set<String> flags;

  private Arguments(JCommander command) {
    options = names(command, parameter -> true);
    flags = names(command, Arguments::isFlag);
  }

  /**
   * The arguments of a command, its name first.
   *
   * @throws ParameterException for an empty argument and for an option that the command has not
   */
  static String[] ready(JCommander parser, String... arguments) {
    JCommander command = arguments.length == 0 ? null : parser.getCommands().get(arguments[0]);
    return command == null ? arguments : new Arguments(command).ready(List.of(arguments));
  }

  private String[] ready(List<String> arguments) {
    int end = arguments.indexOf(END_OF_OPTIONS);
    int behind = end < 0 ? arguments.size() : end;
    List<String> ready =
        new ArrayList<>(arguments.subList(0, behind).stream().flatMap(this::parted).toList());
    Set<String> seen = new HashSet<>();
    ready.removeIf(argument -> flags.contains(argument) && !seen.add(argument));
    ready.forEach(this::requireKnown);
    ready.addAll(arguments.subList(behind, arguments.size()));
    requireNoneEmpty(ready);
    return ready.toArray(String[]::new);
  }

  /** {@code --size=64} as two arguments. */
  private Stream<String> parted(String argument) {
    int sign = argument.indexOf('=');
    String option = sign < 0 ? "" : argument.substring(0, sign);
    return options.contains(option) && !flags.contains(option)
        ? Stream.of(option, argument.substring(sign + 1))
        : Stream.of(argument);
  }

  private void requireNoneEmpty(List<String> arguments) {
    int empty = arguments.indexOf("");
    if (empty >= 0) {
      String before = arguments.get(empty - 1);
      boolean value = options.contains(before) && !flags.contains(before);
      throw new ParameterException(
          value ? "the value of " + before + " is empty" : "an argument is empty");
    }
  }

  private void requireKnown(String argument) {
    boolean option = argument.startsWith("-") && argument.length() > 1;
    if (option && !options.contains(argument) && !argument.matches(NUMBER)) {
      throw new ParameterException(
          "unknown option " + argument + NearNames.hint(argument.replaceFirst("=.*", ""), options));
    }
  }

  private static Set<String> names(JCommander command, Predicate<ParameterDescription> which) {
    return command.getParameters().stream()
        .filter(which)
        .flatMap(parameter -> Arrays.stream(parameter.getParameter().names()))
        .collect(Collectors.toSet());
  }

  private static boolean isFlag(ParameterDescription parameter) {
    return parameter.getParameterized().getType() == boolean.class;
  }
}
