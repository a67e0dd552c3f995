package org.graft.spark;

import java.io.PrintStream;
import org.apache.spark.sql.SparkSession;
import org.graft.spark.job.Jobs;

/**
 * Where {@code spark-submit --class org.graft.spark.Main} begins: {@code features} or {@code score}
 * with their options. What is wrong is one line on standard error; the exit code is 2 for wrong
 * input and 1 for failed work.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    int code = run(arguments, System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    try {
      Jobs.Job job = Jobs.of(arguments);
      SparkSession session = SparkSession.builder().appName("graft").getOrCreate();
      try {
        out.println(job.run(session));
      } finally {
        session.stop();
      }
      return 0;
    } catch (Exception e) {
      Failure failure = Failure.of(e);
      err.println("graft: " + failure.line());
      return failure.exitCode();
    }
  }
}
