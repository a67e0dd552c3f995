package org.graft.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/** Where {@code ./graft} begins: one process, one command. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    Environment environment =
        new Environment(
            System.in,
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err),
            Integer.getInteger("graft.columns", 0),
            home(System.getenv()),
            Path.of(System.getProperty("graft.root", ".")),
            Clock.systemUTC());
    silenceLibraries();
    System.exit(new CommandLine(environment).run(arguments));
  }

  /** What is said is UTF-8 whatever the locale, under which Java would print {@code ?}. */
  private static PrintStream utf8(FileDescriptor stream) {
    return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }

  /** ND4J prints remarks to standard output, which belongs to results. */
  private static void silenceLibraries() {
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  private static Path home(Map<String, String> variables) {
    String home = variables.get("GRAFT_HOME");
    return home != null && !home.isBlank()
        ? Path.of(home)
        : Path.of(System.getProperty("user.home"), ".graft");
  }
}
