package org.graft.source.tensorflow;

import java.time.Duration;

/** Processor time that a check may take, of all threads of this process together. */
public final class Budget {
  /** No bound. */
  public static final Budget UNBOUNDED = new Budget(Duration.ofDays(365));

  private final Duration most;
  private final Duration begin = spentByProcess();

  private Budget(Duration most) {
    this.most = most;
  }

  /** From now on, that much. */
  public static Budget of(Duration most) {
    return new Budget(most);
  }

  /** What this process has used so far; nothing, where the system does not count it. */
  public static Duration spentByProcess() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  Duration most() {
    return most;
  }

  /** Whether that part of it, of 1, is used up. */
  boolean isSpent(double part) {
    return this != UNBOUNDED && spentByProcess().minus(begin).toMillis() > part * most.toMillis();
  }
}
