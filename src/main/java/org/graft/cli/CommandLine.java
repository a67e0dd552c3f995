package org.graft.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParameterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.graft.api.Bases;
import org.graft.failure.GraftException;
import org.graft.feature.cache.FeatureCache;
import org.graft.graph.TrustedGraphs;
import org.graft.plan.NearNames;
import org.graft.provenance.Version;
import org.graft.storage.Scratch;

/** Parses one command line, runs its command, and turns what goes wrong into an exit code. */
record CommandLine(Environment environment) {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;
  private static final String OUT_OF_MEMORY = "out of memory; GRAFT_HEAP=8g ./graft … gives more";
  private static final String TOO_DEEP = "what was given is nested deeper than can be read";

  /** Flags that come without a command. */
  private static final class Global {
    @Parameter(
        names = {"--help", "-h"},
        help = true,
        description = "Show the commands")
    private boolean help;

    @Parameter(
        names = {"--version", "-v"},
        help = true,
        description = "Show the version")
    private boolean version;
  }

  int run(String... given) {
    try {
      return parsed(spelledOut(given));
    } catch (GraftException e) {
      environment.err().println("graft: " + OptionWords.of(e.getMessage()));
      return e.exitCode();
    }
  }

  /** The line with all that it stands for: files of options, a run's, words that mean an option. */
  private static String[] spelledOut(String... given) {
    String[] words = ShellWords.expanded(given);
    if (words.length > 0 && words[0].equals("version")) {
      words[0] = "--version";
    }
    if (words.length > 0 && words[0].equals("help")) {
      return words.length == 1 ? new String[] {"--help"} : new String[] {words[1], "--help"};
    }
    TypedLine line = ResumeCommand.spelledOut(new TypedLine(List.of(words)));
    return LikeRun.spelledOut(GivenFeatures.spelledOut(line)).words().toArray(String[]::new);
  }

  private int parsed(String... arguments) {
    Global global = new Global();
    Map<String, Command> commands = Commands.fresh();
    JCommander parser =
        JCommander.newBuilder().programName("graft").expandAtSign(false).addObject(global).build();
    commands.forEach(parser::addCommand);
    String[] ready;
    try {
      ready = Arguments.ready(parser, arguments);
      parser.parse(ready);
    } catch (ParameterException e) {
      return wrongUsage(arguments, commands, e);
    }
    if (global.version) {
      environment.out().println("graft " + Version.current());
      return DONE;
    }
    Command command = commands.get(parser.getParsedCommand());
    if (command == null || command.help()) {
      environment.out().println(Usage.of(parser, commands, parser.getParsedCommand()));
      return global.help || command != null || arguments.length == 0 ? DONE : WRONG_USAGE;
    }
    command.typed(new TypedLine(List.of(ready)));
    return run(command);
  }

  private int run(Command command) {
    try (Console console = new Console(environment, command.json(), command.quiet())) {
      tidy(environment.home());
      TrustedGraphs.keptIn(environment.home().resolve("heads"));
      command.run(console);
      return DONE;
    } catch (GraftException e) {
      if (command.debug()) {
        e.details().stream().map(OptionWords::of).forEach(environment.err()::println);
      }
      return failed(command, e, told(e), e.exitCode());
    } catch (OutOfMemoryError e) {
      return failed(command, e, OUT_OF_MEMORY, FAILED);
    } catch (StackOverflowError e) {
      return failed(command, e, TOO_DEEP, WRONG_USAGE);
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      return failed(command, e, "input or output failed: " + cause, FAILED);
    } catch (RuntimeException | LinkageError e) {
      return failed(command, e, defect(e), FAILED);
    }
  }

  /** Takes away what killed processes left in the home folder. */
  private static void tidy(Path home) {
    Path cache = home.resolve("cache");
    new Bases(home).tidy();
    FeatureCache.tidy(cache.resolve(Caches.FEATURES));
    Scratch.tidy(cache.resolve("audits"));
    Scratch.tidy(home.resolve("downloads"));
  }

  /** Memory is the launcher's to give. */
  private static String told(GraftException e) {
    return e.getCause() instanceof OutOfMemoryError ? OUT_OF_MEMORY : e.getMessage();
  }

  private static String defect(Throwable e) {
    return e.getCause() instanceof ClassNotFoundException missing
        ? "this installation has only a part of Graft, such as predict and serve, and no "
            + missing.getMessage()
            + "; take the whole distribution"
        : "a defect in Graft, please report it (--debug shows where): " + e;
  }

  private int failed(Command command, Throwable e, String message, int exitCode) {
    String line = message.replaceAll("\\s*\\R\\s*", " ");
    environment.err().println("graft: " + OptionWords.of(line));
    if (command.debug()) {
      e.printStackTrace(environment.err());
    }
    return exitCode;
  }

  private int wrongUsage(String[] arguments, Map<String, Command> commands, ParameterException e) {
    String first = Arrays.stream(arguments).filter(a -> !a.startsWith("-")).findFirst().orElse("");
    boolean known = commands.containsKey(first);
    String message =
        known || arguments[0].startsWith("-")
            ? Complaint.of(e.getMessage())
            : "there is no command '" + first + "'" + NearNames.hint(first, commands.keySet());
    environment.err().println("graft: " + message);
    environment.err().println("see graft " + (known ? first + " " : "") + "--help");
    return WRONG_USAGE;
  }
}
