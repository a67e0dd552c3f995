package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One line of whatever went wrong, wherever it did. */
@Tag("short")
class FailureTest {
  @Test
  void isWhatTheInnermostOfGraftsOwnSays() {
    assertThat(Failure.of(new RuntimeException("job aborted", new InputException("no folder"))))
        .isEqualTo(new Failure("no folder", 2));
    assertThat(Failure.of(new WorkFailedException("full disk")))
        .isEqualTo(new Failure("full disk", 1));
  }

  @Test
  void isReadOutOfWhatSparkQuotes() {
    String quoted =
        "Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most recent failure:"
            + " (127.0.0.1 executor 1): org.graft.failure.MalformedFileException: a.tar: short\n"
            + "\tat org.graft.spark.job.PartRunner.run(PartRunner.java:1)\n";
    assertThat(Failure.of(new RuntimeException(quoted))).isEqualTo(new Failure("a.tar: short", 2));
  }

  /** Spark's own libraries have native code, too. */
  @Test
  void isWhatAnExecutorCannotLoad() {
    String quoted =
        "Job aborted due to stage failure: most recent failure: Lost task 0.3 in stage 4.0 (TID 16)"
            + " (127.0.0.1 executor 1): java.lang.reflect.InvocationTargetException\n"
            + "\tat java.base/java.lang.reflect.Method.invoke(Method.java:569)\n"
            + "Caused by: java.lang.UnsatisfiedLinkError: /tmp/libzstd.so: failed to map segment\n"
            + "\tat java.base/java.lang.System.load(System.java:1)\n";
    Failure failure = Failure.of(new RuntimeException(quoted));
    assertThat(failure.exitCode()).isEqualTo(1);
    assertThat(failure.line())
        .startsWith(
            "native code cannot be loaded on executor 1 at 127.0.0.1 (/tmp/libzstd.so: failed to map"
                + " segment): the folder for temporary files must");
  }

  @Test
  void isOneLineOfAllElse() {
    assertThat(Failure.of(new IllegalStateException("first\nsecond")))
        .isEqualTo(new Failure("IllegalStateException: first", 1));
    assertThat(Failure.of(new IllegalStateException()).line())
        .isEqualTo("IllegalStateException: null");
  }
}
