package org.graft.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.graft.cli.Main;
import org.graft.fixture.OtherProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service with a heap of 256 MiB, and eight callers who are answered as if they were alone, while
 * others send all kinds of {@link HostileKinds}. {@code -Dgraft.serve.seconds=N} says how long
 * (15), {@code -Dgraft.seed=S} repeats a campaign.
 */
@Tag("reliability")
@Tag("campaign")
class UnderAttackTest {
  private static final int SECONDS = Integer.getInteger("graft.serve.seconds", 15);
  private static final long SEED = Long.getLong("graft.seed", System.nanoTime());
  private static final int CALLERS = 8;
  private static final int ATTACKERS = 4;
  private static final int PAUSE_MILLIS = 40;
  private static final int PATIENCE_MILLIS = 30_000;
  private static final double SLOWEST_MILLIS = 2000;
  private static final double SLOWEST_HEALTH_MILLIS = 1000;
  private static final long MOST_KILOBYTES = 800_000;

  @TempDir static Path folder;

  private static Process process;
  private static URI where;
  private static byte[] picture;

  private final List<Double> answers = Collections.synchronizedList(new ArrayList<>());
  private final List<Double> health = Collections.synchronizedList(new ArrayList<>());
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong attacks = new AtomicLong();
  private final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);

  @BeforeAll
  static void start() throws IOException {
    picture = Files.readAllBytes(Path.of("data/logos/test/Alvero/001.jpg"));
    Path model = ServedModel.export(folder);
    List<String> command =
        OtherProcess.command(
            Main.class,
            "serve",
            "--model",
            model,
            "--name",
            "toy",
            "--port",
            0,
            "--max-megabytes",
            1);
    command.add(1, "-Xmx256m");
    process = new ProcessBuilder(command).redirectError(folder.resolve("err").toFile()).start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    where = URI.create(lines.readLine().replaceAll(".*(http://\\S+) .*", "$1"));
  }

  @AfterAll
  static void stop() {
    process.destroyForcibly();
  }

  @Test
  void goodCallersDoNotNotice() throws Exception {
    System.out.println("attacked for " + SECONDS + " s, seed " + SEED);
    String expected = answerAlone();
    ExecutorService all = Executors.newCachedThreadPool();
    List<Future<?>> busy = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      busy.add(all.submit(() -> call(expected)));
    }
    for (int i = 0; i < ATTACKERS; i++) {
      int number = i;
      busy.add(all.submit(() -> attack(number)));
    }
    busy.add(all.submit(this::watch));
    for (Future<?> each : busy) {
      each.get();
    }
    all.shutdown();
    System.out.printf(
        "%d good requests, %d wrong, p99.9 %.0f ms; %d hostile ones; health at most %.0f ms;"
            + " %d MB at most%n",
        answers.size(),
        wrong.size(),
        high(answers, 0.999),
        attacks.get(),
        high(health, 1),
        mostKilobytes() / 1000);
    assertThat(wrong).isEmpty();
    assertThat(answers).hasSizeGreaterThan(CALLERS * SECONDS);
    assertThat(attacks.get()).isGreaterThan(SECONDS);
    assertThat(high(answers, 0.999)).isLessThan(SLOWEST_MILLIS);
    assertThat(high(health, 1)).isLessThan(SLOWEST_HEALTH_MILLIS);
    assertThat(mostKilobytes()).isLessThan(MOST_KILOBYTES);
  }

  private static String answerAlone() throws IOException {
    try (Caller caller = new Caller()) {
      return caller.post();
    }
  }

  private Void call(String expected) throws Exception {
    try (Caller caller = new Caller()) {
      while (System.nanoTime() < end) {
        long begun = System.nanoTime();
        String answer = caller.post();
        answers.add((System.nanoTime() - begun) / 1e6);
        if (!answer.equals(expected)) {
          wrong.add(answer);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
    return null;
  }

  private Void watch() throws Exception {
    while (System.nanoTime() < end) {
      long begun = System.nanoTime();
      try (Caller caller = new Caller()) {
        String answer = caller.ask("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", new byte[0]);
        health.add((System.nanoTime() - begun) / 1e6);
        if (!answer.startsWith("HTTP/1.1 200")) {
          wrong.add(answer);
        }
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return null;
  }

  /** From an address of its own; some wait for the answer, some go away, some just stay. */
  private Void attack(int number) throws Exception {
    Random random = new Random(SEED + number);
    List<Socket> open = new ArrayList<>();
    while (System.nanoTime() < end) {
      HostileKinds kind = HostileKinds.ALL.get(random.nextInt(HostileKinds.ALL.size()));
      Socket socket = new Socket();
      open.add(socket);
      try {
        socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0." + (2 + number)), 0));
        socket.setSoTimeout(random.nextInt(1000) + 1);
        socket.connect(new InetSocketAddress(where.getHost(), where.getPort()), PATIENCE_MILLIS);
        socket.getOutputStream().write(kind.request(random));
        socket.getInputStream().read(new byte[1000]);
      } catch (IOException e) {
        // Cut off, or left without an answer.
        socket.close();
      }
      attacks.incrementAndGet();
      while (open.size() > 40) {
        open.remove(random.nextInt(open.size())).close();
      }
    }
    for (Socket socket : open) {
      socket.close();
    }
    return null;
  }

  private static double high(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(Math.min(sorted.size() - 1, (int) (share * sorted.size())));
  }

  /** What the service has held in memory at its most (Linux). */
  private static long mostKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** A connection that is kept. */
  private static final class Caller implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    Caller() throws IOException {
      socket = new Socket(where.getHost(), where.getPort());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      in = new DataInputStream(socket.getInputStream());
    }

    String post() throws IOException {
      return ask(
          "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
              + picture.length
              + "\r\n\r\n",
          picture);
    }

    /** Status line and body of the answer. */
    String ask(String head, byte[] body) throws IOException {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      String status = line();
      int length = 0;
      for (String field = line(); !field.isEmpty(); field = line()) {
        if (field.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
          length = Integer.parseInt(field.substring(16));
        }
      }
      return status + " " + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.readByte(); next != '\n'; next = in.readByte()) {
        line.append((char) next);
      }
      return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
