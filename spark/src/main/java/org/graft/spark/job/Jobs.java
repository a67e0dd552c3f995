package org.graft.spark.job;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.graft.failure.InputException;

/** The jobs by their names. */
public final class Jobs {
  private Jobs() {}

  /** Work that is ready to run. */
  @FunctionalInterface
  public interface Job {
    /** Does it and gives what is to be said of it. */
    String run(SparkSession session);
  }

  /** A job and what it is told. */
  private record Command<O extends JobOptions>(
      String name, O options, BiFunction<SparkSession, O, String> work) {
    Job ready() {
      options.check();
      return session -> work.apply(session, options);
    }
  }

  private static List<Command<?>> commands() {
    return List.of(
        new Command<>("features", new FeatureOptions(), FeatureJob::run),
        new Command<>("train", new TrainOptions(), TrainJob::run),
        new Command<>("score", new ScoreOptions(), ScoreJob::run));
  }

  /**
   * The job of a command line.
   *
   * @throws InputException if there is none
   */
  public static Job of(String... line) {
    List<Command<?>> commands = commands();
    JCommander.Builder builder = JCommander.newBuilder().programName("org.graft.spark.Main");
    commands.forEach(command -> builder.addCommand(command.name, command.options));
    JCommander parser = builder.build();
    try {
      parser.parse(line);
    } catch (ParameterException e) {
      throw new InputException(e.getMessage(), e);
    }
    String asked = parser.getParsedCommand();
    return commands.stream()
        .filter(command -> command.name.equals(asked))
        .findFirst()
        .orElseThrow(() -> new InputException("say what to do: " + names(commands)))
        .ready();
  }

  private static String names(List<Command<?>> commands) {
    return commands.stream().map(Command::name).collect(Collectors.joining(", "));
  }
}
