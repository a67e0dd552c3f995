package org.graft.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Flags without a value: JCommander turns one that is given twice off again. */
final class Flags {
  private Flags() {}

  /** The arguments with every flag at its first place only. */
  static String[] once(JCommander parser, String... arguments) {
    Set<String> flags =
        Stream.concat(Stream.of(parser), parser.getCommands().values().stream())
            .map(JCommander::getParameters)
            .flatMap(List::stream)
            .filter(Flags::isFlag)
            .flatMap(p -> Arrays.stream(p.getParameter().names()))
            .collect(Collectors.toSet());
    Set<String> seen = new HashSet<>();
    return Arrays.stream(arguments)
        .filter(argument -> !flags.contains(argument) || seen.add(argument))
        .toArray(String[]::new);
  }

  private static boolean isFlag(ParameterDescription parameter) {
    return parameter.getParameterized().getType() == boolean.class;
  }
}
