package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.SparkSession;
import org.graft.spark.job.Jobs;

/** Command lines of {@code Main} on the cluster of the tests. */
final class SubmittedLine {
  private SubmittedLine() {}

  /** What is said of the work when it is done. */
  static String run(Object... line) {
    return run(Cluster.session(), line);
  }

  /** The same on another cluster. */
  static String run(SparkSession session, Object... line) {
    return Jobs.of(Arguments.of(line).toArray(String[]::new)).run(session);
  }

  /** The one line that is said of wrong input. */
  static String wrong(Object... line) {
    try {
      throw new AssertionError("it worked: " + run(line));
    } catch (Exception e) {
      Failure failure = Failure.of(e);
      assertThat(failure.exitCode()).as(failure.line()).isEqualTo(2);
      assertThat(failure.line().lines()).hasSize(1);
      return failure.line();
    }
  }
}
