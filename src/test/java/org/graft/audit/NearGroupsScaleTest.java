package org.graft.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How time and memory grow with the number of pictures: {@code ./mvnw test -Preliability}. Nine in
 * ten are strangers, one in twenty has copies, one in twenty is a frame of a fixed camera.
 */
@Tag("reliability")
class NearGroupsScaleTest {
  private static final int LEAST = 10_000;

  @Test
  void growsNearlyInProportion() {
    NearGroups.of(prints(LEAST));
    double few = seconds(LEAST);
    double more = seconds(10 * LEAST);
    double many = seconds(100 * LEAST);
    System.out.printf(
        Locale.ROOT, "exponents %.2f and %.2f%n", Math.log10(more / few), Math.log10(many / more));
    assertThat(many / more).isLessThan(30);
  }

  /** Processor time of all threads. */
  private static double seconds(int count) {
    List<Fingerprint> prints = prints(count);
    System.gc();
    long kept = used();
    long begin = processor();
    long wall = System.nanoTime();
    int[] sets = NearGroups.of(prints);
    double seconds = (processor() - begin) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%,d pictures: %.2f s of processor time, %.2f s, %d MB of fingerprints, %,d sets%n",
        count,
        seconds,
        (System.nanoTime() - wall) / 1e9,
        kept >> 20,
        Arrays.stream(sets).distinct().count());
    assertThat(prints).hasSize(count);
    return seconds;
  }

  private static List<Fingerprint> prints(int count) {
    MadePrints made = new MadePrints(count).strangers(count * 9 / 10, 0.45);
    for (int i = 0; i < count / 200; i++) {
      made.copies(10, 8);
    }
    return made.copies(count / 20, 6).all();
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long processor() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
