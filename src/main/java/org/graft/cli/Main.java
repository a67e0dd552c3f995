package org.graft.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Where {@code ./graft} begins: one process, one command. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Environment environment =
        new Environment(System.out, System.err, home(System.getenv()), Clock.systemUTC());
    System.exit(new CommandLine(environment).run(arguments));
  }

  private static Path home(Map<String, String> variables) {
    String home = variables.get("GRAFT_HOME");
    return home != null && !home.isBlank()
        ? Path.of(home)
        : Path.of(System.getProperty("user.home"), ".graft");
  }
}
