package org.graft.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.graft.image.Exif;
import org.graft.image.ImageDecoder;
import org.graft.predict.OnnxModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service as users start it, by the launcher, under load and in turns with ONNX Runtime alone:
 * the same picture, decoded before, as often as it goes. Alone it runs in the fastest of the ways
 * that were measured for single pictures, a caller a core and each call on one thread. {@code
 * -Dgraft.load.seconds=N} sets how long.
 */
@Tag("fuzz")
class LoadTest {
  private static final int SECONDS = Integer.getInteger("graft.load.seconds", 24);
  private static final int TURNS = 6;
  private static final int THREADS = Runtime.getRuntime().availableProcessors();
  private static final int CALLERS = 4 * THREADS;
  private static final int QUEUE = 2 * CALLERS;
  private static final double LEAST_SHARE = 0.9;
  private static final double MOST_GROWTH = 1.1;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;

  private static byte[] picture;
  private static Path file;

  private Process process;
  private URI where;

  @BeforeAll
  static void export() throws IOException {
    picture = Files.readAllBytes(Path.of("data/logos/test/Alvero/001.jpg"));
    file = ServedModel.exportInceptionV3(folder);
  }

  @BeforeEach
  void start() throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher().toString(), "serve"));
    command.addAll(List.of("--model", file.toString(), "--port", "0"));
    command.addAll(List.of("--max-megabytes", "1", "--queue", Integer.toString(QUEUE)));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("GRAFT_HEAP", "256m");
    process = builder.redirectError(folder.resolve("err").toFile()).start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    where = URI.create(lines.readLine().replaceAll(".*(http://\\S+) .*", "$1"));
  }

  /** A distribution whose jar is the class path of this test. */
  private static Path launcher() throws IOException {
    Path launcher = folder.resolve("graft");
    Files.copy(Path.of("graft"), launcher, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        Path.of("java.options"),
        folder.resolve("java.options"),
        StandardCopyOption.REPLACE_EXISTING);
    Path natives = Files.createDirectories(folder.resolve("native"));
    Files.writeString(natives.resolve("platform"), Loader.getPlatform());
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    String classes =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" "));
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classes);
    new JarOutputStream(Files.newOutputStream(folder.resolve("graft.jar")), manifest).close();
    return launcher;
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
  }

  @Test
  void holdsTheLoadAtTheRateOfTheRuntimeAloneAndInTheSameMemory() throws Exception {
    List<Load> served = new ArrayList<>();
    List<Load> bare = new ArrayList<>();
    List<Long> memory = new ArrayList<>();
    try (OnnxModel model = OnnxModel.open(file, 1);
        Connections connections = new Connections(where.resolve("/predict"), picture)) {
      Load.Call post = () -> assertThat(connections.post()).isEqualTo(200);
      Load.of(CALLERS, 3, post);
      float[] pixels =
          model.resize().apply(ImageDecoder.decode(picture, "picture", 1_000_000, Exif.IGNORE));
      CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> unfinished(1000));
      for (int turn = 0; turn < TURNS; turn++) {
        bare.add(
            Load.of(THREADS, SECONDS / 2.0 / TURNS, () -> model.probabilities(List.of(pixels))));
        CompletableFuture<Void> others = CompletableFuture.runAsync(this::mustBeRefused);
        served.add(Load.of(CALLERS, SECONDS / (double) TURNS, post));
        others.join();
        memory.add(resident());
      }
      assertThat(slow.join()).startsWith("HTTP/1.1 408 ");
    }
    double share = Load.rate(served) / Load.rate(bare);
    System.out.printf(
        "%.1f requests/s in %d s, %.2f of ONNX Runtime alone; p50 %.1f ms, p99 %.1f ms, longest %.0f ms; MiB %s%n",
        Load.rate(served),
        SECONDS,
        share,
        Load.milliseconds(served, 0.5),
        Load.milliseconds(served, 0.99),
        Load.milliseconds(served, 1),
        memory.stream().map(bytes -> bytes >> 20).toList());
    assertThat(share).isGreaterThan(LEAST_SHARE);
    assertThat((double) memory.get(TURNS - 1)).isLessThan(MOST_GROWTH * memory.get(0));
  }

  @Test
  void moreThanTheQueueHoldsIsRefusedAndNothingElse() {
    int count = 6 * QUEUE;
    List<HttpResponse<String>> answers = burst(count);
    long taken = answers.stream().filter(answer -> answer.statusCode() == 200).count();
    assertThat(taken).isGreaterThanOrEqualTo(QUEUE);
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 503))
        .hasSize((int) (count - taken))
        .isNotEmpty();
    assertThat(burst(THREADS)).allMatch(answer -> answer.statusCode() == 200);
  }

  @Test
  void stoppedItFinishesWhatItHasTaken() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = send(QUEUE);
    while (waiting() < QUEUE / 2.0) {
      assertThat(answers).noneMatch(CompletableFuture::isDone);
    }
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(answers)
        .as(Files.readString(folder.resolve("err")))
        .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
  }

  private List<HttpResponse<String>> burst(int count) {
    return send(count).stream().map(CompletableFuture::join).toList();
  }

  private List<CompletableFuture<HttpResponse<String>>> send(int count) {
    return Stream.generate(() -> CLIENT.sendAsync(post(picture), BodyHandlers.ofString()))
        .limit(count)
        .toList();
  }

  private HttpRequest post(byte[] body) {
    return HttpRequest.newBuilder(where.resolve("/predict"))
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  /** Requests that wait for a thread, as the service says. */
  private double waiting() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(where.resolve("/metrics")).build();
    return CLIENT
        .send(request, BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("graft_queue_length "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
        .findFirst()
        .orElseThrow();
  }

  /** What is malformed or too large, again and again beside the others. */
  private void mustBeRefused() {
    for (int i = 0; i < 20; i++) {
      HttpRequest malformed = post(new byte[1000]);
      assertThat(CLIENT.sendAsync(malformed, BodyHandlers.discarding()).join().statusCode())
          .isEqualTo(400);
      assertThat(unfinished(2 << 20)).startsWith("HTTP/1.1 413 ");
    }
  }

  /** The answer to a body of which no more than the beginning comes. */
  private String unfinished(int length) {
    try (Socket socket = new Socket(where.getHost(), where.getPort())) {
      String begin =
          "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\nabc";
      socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The memory that the service holds, in bytes. */
  private long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }
}
