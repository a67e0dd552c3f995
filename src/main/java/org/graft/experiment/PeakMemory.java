package org.graft.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * The most memory that this process has held, as Linux counts it: resident pages of heap and native
 * code together, what earlier work has not given back among them.
 */
public final class PeakMemory {
  private static final Path RESET = Path.of("/proc/self/clear_refs");
  private static final Path STATUS = Path.of("/proc/self/status");

  /** What resets the peak: "5" (proc(5), since Linux 4.0). */
  private static final String PEAK = "5";

  private static final String FIELD = "VmHWM:";
  private static final double KILOBYTES = 1024;

  private final boolean known;

  /** Begins anew with what is held now. */
  public PeakMemory() {
    known = reset();
  }

  /** The most since then, in MiB; empty where that cannot be had. */
  public OptionalDouble megabytes() {
    if (!known) {
      return OptionalDouble.empty();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(FIELD))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / KILOBYTES)
          .findFirst();
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  private static boolean reset() {
    try {
      Files.writeString(RESET, PEAK);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
