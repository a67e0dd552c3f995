package org.graft.api;

import java.nio.file.Path;
import java.time.Clock;

/**
 * Where runs, comparisons and diagnoses go to, each in a folder of its own.
 *
 * @param folder made when the first of them begins
 * @param clock tells when they begin, after which they are called
 * @param words what they say of how to have them again
 */
public record RunsFolder(Path folder, Clock clock, RepeatWords words) {
  /** By the system's clock; nothing is said of how to have them again. */
  public static RunsFolder at(Path folder) {
    return new RunsFolder(folder, Clock.systemUTC(), RepeatWords.NONE);
  }
}
