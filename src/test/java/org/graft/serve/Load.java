package org.graft.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Calls made by several callers, each as soon as its last one is over.
 *
 * @param nanoseconds that all of it took
 * @param latencies of the calls, in nanoseconds
 */
record Load(long nanoseconds, List<Long> latencies) {
  /** What is called; what it throws ends the load. */
  interface Call {
    void run() throws Exception;
  }

  static Load of(int callers, double seconds, Call call) throws Exception {
    long begin = System.nanoTime();
    long end = begin + Math.round(seconds * 1e9);
    ExecutorService pool = Executors.newFixedThreadPool(callers);
    try {
      List<Callable<List<Long>>> all = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        all.add(() -> calls(call, end));
      }
      List<Long> latencies = new ArrayList<>();
      for (Future<List<Long>> one : pool.invokeAll(all)) {
        latencies.addAll(one.get());
      }
      return new Load(System.nanoTime() - begin, latencies);
    } finally {
      pool.shutdown();
    }
  }

  private static List<Long> calls(Call call, long end) throws Exception {
    List<Long> latencies = new ArrayList<>();
    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
      call.run();
      latencies.add(System.nanoTime() - now);
    }
    return latencies;
  }

  /** Calls a second, over all loads. */
  static double rate(List<Load> loads) {
    int calls = loads.stream().mapToInt(load -> load.latencies().size()).sum();
    return calls * 1e9 / loads.stream().mapToLong(Load::nanoseconds).sum();
  }

  /** The latency that a share of the calls, 0..1, do not exceed, in milliseconds. */
  static double milliseconds(List<Load> loads, double share) {
    List<Long> sorted = loads.stream().flatMap(load -> load.latencies().stream()).sorted().toList();
    return sorted.get((int) (share * (sorted.size() - 1))) / 1e6;
  }
}
