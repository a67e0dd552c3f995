package org.graft.spark.job;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterException;
import org.apache.spark.sql.SparkSession;
import org.graft.failure.InputException;

/** The jobs by their names. */
public final class Jobs {
  private static final String FEATURES = "features";
  private static final String SCORE = "score";

  private Jobs() {}

  /** Work that is ready to run. */
  @FunctionalInterface
  public interface Job {
    /** Does it and gives what is to be said of it. */
    String run(SparkSession session);
  }

  /**
   * The job of a command line.
   *
   * @throws InputException if there is none
   */
  public static Job of(String... line) {
    FeatureOptions features = new FeatureOptions();
    ScoreOptions score = new ScoreOptions();
    JCommander parser =
        JCommander.newBuilder()
            .programName("org.graft.spark.Main")
            .addCommand(FEATURES, features)
            .addCommand(SCORE, score)
            .build();
    try {
      parser.parse(line);
      String command = parser.getParsedCommand();
      if (command == null) {
        throw new InputException("say what to do: features or score");
      }
      boolean ofFeatures = command.equals(FEATURES);
      (ofFeatures ? features : score).check();
      return session ->
          ofFeatures ? FeatureJob.run(session, features) : ScoreJob.run(session, score);
    } catch (ParameterException e) {
      throw new InputException(e.getMessage(), e);
    }
  }
}
