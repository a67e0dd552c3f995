package org.graft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graft.fixture.BrokenFile;
import org.graft.storage.AtomicFile;

/**
 * Imports the corpus and ever new damaged files until its time is over, in a Java machine of its
 * own: arguments are a folder, seconds and a seed. Ends with 0 if each was imported or refused in
 * one line, else says which was not, keeps that file, and ends with 1.
 */
public final class FuzzedImports {
  private static final int MOST_SECONDS = 20;

  private final Path folder;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "import");
            thread.setDaemon(true);
            return thread;
          });
  private int refused;
  private int imported;
  private Duration longest = Duration.ZERO;

  private FuzzedImports(Path folder) {
    this.folder = folder;
  }

  /** Runs in a process of its own. */
  public static void main(String... arguments) throws IOException, InterruptedException {
    FuzzedImports imports = new FuzzedImports(Path.of(arguments[0]));
    boolean well = imports.run(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
    System.out.printf(
        "%d refused, %d imported, the longest took %d ms%n",
        imports.refused, imports.imported, imports.longest.toMillis());
    System.exit(well ? 0 : 1);
  }

  private boolean run(long seconds, long seed) throws IOException, InterruptedException {
    boolean well = true;
    for (BrokenFile broken : BrokenFile.all()) {
      well &= endsWell(folder.resolve(broken.name()), (Object[]) broken.make(folder));
    }
    Instant end = Instant.now().plusSeconds(seconds);
    Random random = new Random(seed);
    List<String> names = List.of("tiny.h5", "intact.keras", "guide.h5", "guide.weights.h5");
    List<byte[]> sources = new ArrayList<>();
    for (String name : names) {
      sources.add(source(name));
    }
    for (int i = 0; well && Instant.now().isBefore(end); i++) {
      int which = random.nextInt(names.size());
      Path file = folder.resolve(i + names.get(which));
      Files.write(file, damaged(sources.get(which), random));
      well = endsWell(file, "import", "--keras", file);
    }
    return well;
  }

  private static byte[] source(String name) throws IOException {
    return name.startsWith("guide")
        ? Files.readAllBytes(Path.of("src/test/resources/fixtures/formats", name))
        : BrokenFile.source(name);
  }

  /** A few bytes changed, a stretch copied over another, or the end cut off. */
  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int kind = random.nextInt(8);
    if (kind == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    if (kind == 1) {
      int length = 1 + random.nextInt(64);
      int from = random.nextInt(bytes.length - length);
      System.arraycopy(bytes, from, bytes, random.nextInt(bytes.length - length), length);
      return bytes;
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes[at] = kind == 2 ? (byte) 0xff : (byte) random.nextInt(256);
    }
    return bytes;
  }

  private boolean endsWell(Path file, Object... line) throws IOException, InterruptedException {
    Path home = folder.resolve("home");
    Instant begun = Instant.now();
    CommandRun run = answer(home, line);
    Duration took = Duration.between(begun, Instant.now());
    longest = took.compareTo(longest) > 0 ? took : longest;
    boolean well =
        run != null
            && (run.exitCode() == 0
                || (run.exitCode() == 2 && run.err().lines().count() == 1 && !Files.exists(home)));
    if (!well) {
      System.out.println(file + ": " + (run == null ? "no end" : run.err()));
      return false;
    }
    refused += run.exitCode() == 2 ? 1 : 0;
    imported += run.exitCode() == 0 ? 1 : 0;
    Files.delete(file);
    AtomicFile.deleteTree(home);
    return true;
  }

  /** What the command line said; {@code null} if it does not end. */
  private CommandRun answer(Path home, Object... line) throws InterruptedException {
    try {
      return worker.submit(() -> CommandRun.of(home, line)).get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      return new CommandRun(-1, "", e.getCause().toString());
    }
  }
}
