package org.graft.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.graft.fixture.OtherProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native code is loaded beside other work, whatever that loads itself. */
class NativeLoadingTest {
  private static final int THREADS = 4;
  private static final int LIBRARIES = 500;
  private static final long MOST_SECONDS = 60;

  @TempDir Path folder;

  /**
   * ND4J begun by the thread that loads would stop the process for ever: it and {@code dlopen} take
   * the dynamic linker's locks in different orders.
   */
  @Test
  void doesNotStopAThreadThatLoadsOtherLibraries() throws Exception {
    Process process = OtherProcess.start(Loads.class, folder);
    boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    assertThat(ended).as("ended within %d s", MOST_SECONDS).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  /** Loads copies of a library of Java's while ND4J's are loaded, as a picture's first decoding. */
  static final class Loads {
    private Loads() {}

    public static void main(String... arguments) throws InterruptedException {
      Path copies = Path.of(arguments[0]);
      Threads.loadSoon();
      List<Thread> others =
          IntStream.range(0, THREADS).mapToObj(t -> new Thread(() -> load(copies, t))).toList();
      others.forEach(Thread::start);
      for (Thread other : others) {
        other.join();
      }
      Threads.begin();
      System.exit(Threads.count() > 0 ? 0 : 1);
    }

    private static void load(Path copies, int thread) {
      Path library = Path.of(System.getProperty("java.home"), "lib", "libjavajpeg.so");
      try {
        for (int i = 0; i < LIBRARIES && !Threads.isLoaded(); i++) {
          Path copy = copies.resolve("libcopy" + thread + "_" + i + ".so");
          Files.copy(library, copy);
          System.load(copy.toString());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
