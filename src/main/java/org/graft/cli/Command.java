package org.graft.cli;

import com.beust.jcommander.Parameter;
import java.util.List;

/** One command with its flags, filled by JCommander and run once. */
@Heading.Under(Heading.OUTPUT)
abstract class Command {
  @Parameter(names = "--json", description = "Print one JSON object as the last line")
  private boolean json;

  @Parameter(names = "--quiet", description = "No progress")
  private boolean quiet;

  @Parameter(names = "--debug", description = "Show the stack trace of an error")
  private boolean debug;

  @Parameter(
      names = {"--help", "-h"},
      help = true,
      description = "Show the command's options")
  private boolean help;

  private TypedLine typed = new TypedLine(List.of());

  /** Tells the command how it was called. */
  final void typed(TypedLine line) {
    typed = line;
  }

  /** How the command was called. */
  final TypedLine typed() {
    return typed;
  }

  final boolean debug() {
    return debug;
  }

  final boolean help() {
    return help;
  }

  final boolean json() {
    return json;
  }

  final boolean quiet() {
    return quiet;
  }

  /** Does the command's work. */
  abstract void run(Console console);
}
