package org.graft.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft.failure.GraftException;

/** What is said of work that failed: one line, whether the driver or an executor said it. */
record Failure(String line, int exitCode) {
  /** How Spark quotes an executor's exception that did not come over as an object. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "org\\.graft\\.failure\\.(InputException|MalformedFileException|WorkFailedException): (.*)");

  /** How it quotes that an executor could not load native code of any library: who, and why. */
  private static final Pattern UNLINKED =
      Pattern.compile(
          "\\((\\S+) executor (\\S+)\\): .*?java\\.lang\\.UnsatisfiedLinkError: ([^\\n]*)",
          Pattern.DOTALL);

  private static final int INPUT = 2;
  private static final int WORK = 1;

  static Failure of(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof GraftException known) {
        return new Failure(known.getMessage(), known.exitCode());
      }
    }
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      Matcher quoted = QUOTED.matcher(String.valueOf(each.getMessage()));
      if (quoted.find()) {
        return new Failure(
            quoted.group(2), quoted.group(1).equals("WorkFailedException") ? WORK : INPUT);
      }
    }
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      Matcher unlinked = UNLINKED.matcher(String.valueOf(each.getMessage()));
      if (unlinked.find()) {
        return new Failure(unlinked(unlinked), WORK);
      }
    }
    String first = String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
    return new Failure(thrown.getClass().getSimpleName() + ": " + first, WORK);
  }

  private static String unlinked(Matcher quoted) {
    return String.format(
        "native code cannot be loaded on executor %s at %s (%s): the folder for temporary files must"
            + " be there and allow programs (spark.executor.extraJavaOptions="
            + "-Djava.io.tmpdir=FOLDER)",
        quoted.group(2), quoted.group(1), quoted.group(3));
  }
}
