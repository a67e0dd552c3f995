package org.graft.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graft.failure.GraftException;

/**
 * Reads damaged files of every kind until its time is over, in a Java machine of its own. Arguments
 * are a folder, seconds, a seed and, for one kind alone, its name. A seed gives each kind the same
 * files in the same order, however fast the machine is. Ends with 0 if each gave what must come of
 * it or was refused in one line; else keeps those that were not, says why, and ends with 1.
 */
public final class Fuzzing {
  private static final long MOST_SECONDS = 20;
  private static final long SLICE = Duration.ofMillis(100).toNanos();
  private static final int MOST_FAULTS = 40;
  private static final int MOST_MESSAGE = 20_000;

  private final Path folder;
  private final long seed;
  private final List<byte[]> parts = new ArrayList<>();
  private final Map<String, Count> counts = new TreeMap<>();
  private final Set<String> faults = new HashSet<>();
  private ExecutorService worker = worker();
  private Thread reader;
  private long longest;

  private Fuzzing(Path folder, long seed) {
    this.folder = folder;
    this.seed = seed;
  }

  private static final class Count {
    private long read;
    private long refused;

    long all() {
      return read + refused;
    }
  }

  /** Where one sample stands. */
  private static final class Turn {
    private final Sample sample;
    private final byte[] whole;
    private final Object intact;
    private long number;

    Turn(Sample sample) throws Exception {
      this.sample = sample;
      this.whole = Files.readAllBytes(sample.file());
      this.intact = sample.reading().read();
    }
  }

  /** Runs in a process of its own. */
  public static void main(String... arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    Fuzzing fuzzing = new Fuzzing(folder, Long.parseLong(arguments[2]));
    String only = arguments.length > 3 ? arguments[3] : "";
    fuzzing.run(Long.parseLong(arguments[1]), only);
    fuzzing.report();
    System.exit(fuzzing.faults.isEmpty() ? 0 : 1);
  }

  private void run(long seconds, String only) throws Exception {
    List<Turn> turns = new ArrayList<>();
    for (Sample sample : Samples.in(Files.createDirectories(folder.resolve("work")))) {
      if (sample.format().startsWith(only)) {
        turns.add(new Turn(sample));
        parts.add(turns.get(turns.size() - 1).whole);
      }
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end && faults.size() < MOST_FAULTS) {
      for (Turn turn : turns) {
        long until = Math.min(end, System.nanoTime() + SLICE);
        do {
          one(turn);
        } while (System.nanoTime() < until);
        Files.write(turn.sample.file(), turn.whole);
      }
    }
  }

  private void one(Turn turn) throws Exception {
    Sample sample = turn.sample;
    long number = turn.number++;
    long own = 31L * sample.format().hashCode() + sample.file().getFileName().hashCode();
    Random random = new Random(seed + own + number * 0x9E3779B97F4A7C15L);
    byte[] damaged = sample.damage().of(turn.whole, parts, random);
    Files.write(sample.file(), damaged);
    Count count = counts.computeIfAbsent(sample.format(), f -> new Count());
    long begun = System.nanoTime();
    try {
      Object found = worker.submit(() -> read(sample)).get(MOST_SECONDS, TimeUnit.SECONDS);
      check(turn, found, damaged);
      count.read++;
    } catch (TimeoutException e) {
      fault(turn, damaged, hang());
    } catch (ExecutionException e) {
      if (isRefusal(sample, e.getCause())) {
        count.refused++;
      } else {
        fault(turn, damaged, e.getCause());
      }
    } catch (AssertionError e) {
      fault(turn, damaged, e);
    } catch (GraftException e) {
      count.refused++;
    }
    longest = Math.max(longest, System.nanoTime() - begun);
  }

  /** What is found must be the sample's; or another's, of which damage left what is read. */
  private void check(Turn turn, Object found, byte... damaged) throws IOException {
    try {
      turn.sample.rule().check(turn.intact, found, damaged);
    } catch (AssertionError e) {
      for (byte[] other : parts) {
        if (isOf(other, turn.sample, found, damaged)) {
          return;
        }
      }
      throw e;
    }
  }

  private static boolean isOf(byte[] other, Sample sample, Object found, byte... damaged)
      throws IOException {
    Files.write(sample.file(), other);
    try {
      sample.rule().check(sample.reading().read(), found, damaged);
      return true;
    } catch (Exception | AssertionError e) {
      return false;
    }
  }

  private Object read(Sample sample) throws Exception {
    reader = Thread.currentThread();
    return sample.reading().read();
  }

  /** The file's mistake; of what ONNX Runtime runs, it may be told only by running it. */
  private static boolean isRefusal(Sample sample, Throwable e) {
    return e instanceof GraftException refusal
        && (refusal.exitCode() == 2 || sample.format().equals("ONNX"))
        && !refusal.getMessage().isBlank()
        && refusal.getMessage().lines().count() == 1
        && refusal.getMessage().length() < MOST_MESSAGE;
  }

  /** Leaves the thread to itself. */
  private Throwable hang() {
    Throwable hang = new IllegalStateException("no answer in " + MOST_SECONDS + " s");
    hang.setStackTrace(reader.getStackTrace());
    worker = worker();
    return hang;
  }

  /** Kept once for each place that it comes from. */
  private void fault(Turn turn, byte[] damaged, Throwable e) throws IOException {
    String place =
        turn.sample.format() + e.getClass() + Arrays.stream(e.getStackTrace()).limit(2).toList();
    if (!faults.add(place)) {
      return;
    }
    String name = String.format("fault-%02d-%s", faults.size(), turn.sample.file().getFileName());
    Files.write(folder.resolve(name), damaged);
    System.out.printf(
        "FAULT %s: %s, input %d of %s: %s%n",
        folder.resolve(name),
        turn.sample.format(),
        turn.number - 1,
        turn.sample.file().getFileName(),
        e);
    Arrays.stream(e.getStackTrace()).limit(12).forEach(frame -> System.out.println("    " + frame));
    if (e.getCause() != null) {
      System.out.println("  of " + e.getCause());
    }
  }

  private void report() {
    counts.forEach(
        (format, count) ->
            System.out.printf(
                "%-24s %8d inputs, %8d refused%n", format, count.all(), count.refused));
    System.out.printf(
        "%d inputs of %d kinds, %d faults, the longest took %d ms, seed %d%n",
        counts.values().stream().mapToLong(Count::all).sum(),
        counts.size(),
        faults.size(),
        TimeUnit.NANOSECONDS.toMillis(longest),
        seed);
  }

  private static ExecutorService worker() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, "reader");
          thread.setDaemon(true);
          return thread;
        });
  }
}
