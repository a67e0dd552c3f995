package org.graft.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.image.HostileImages;
import org.graft.predict.OnnxModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients do to a service that they want to go down; it answers all others meanwhile. */
class HostileClientsTest {
  private static final Path IMAGE = Path.of("data/logos/test/Alvero/001.jpg");
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir static Path folder;

  private static OnnxModel model;

  private final List<Socket> sockets = new ArrayList<>();
  private PredictService service;
  private URI where;

  @BeforeAll
  static void open() {
    model = OnnxModel.open(ServedModel.export(folder));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private void start(ServiceLimits limits) {
    service =
        new PredictService("toy", model, InetAddress.getLoopbackAddress(), 0, limits, List.of());
    where = service.start();
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    if (service != null) {
      service.close();
    }
  }

  private Socket send(String head, byte[] body) throws IOException {
    Socket socket = new Socket(where.getHost(), where.getPort());
    sockets.add(socket);
    socket.setSoTimeout(30_000);
    try {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
    } catch (SocketException e) {
      // Refused and closed by the service before all of it was written.
    }
    return socket;
  }

  private Socket post(String fields, byte[] body) throws IOException {
    return send("POST /predict HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n", body);
  }

  /** All that comes until the service closes the connection; nothing if it is reset. */
  private static String answer(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException e) {
      return "";
    }
  }

  private String get(String path) throws IOException {
    return answer(
        send(
            "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            new byte[0]));
  }

  private void requireHealthy() throws IOException {
    long begin = System.nanoTime();
    assertThat(get("/health")).startsWith("HTTP/1.1 200");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  private double metric(String name) throws IOException {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** Connections are counted when their turn to be accepted has come. */
  private void awaitAtLeast(double least, String name) throws Exception {
    double found = metric(name);
    for (int i = 0; i < 8 && found < least; i++) {
      Thread.sleep(100);
      found = metric(name);
    }
    assertThat(found).isGreaterThanOrEqualTo(least);
  }

  private static byte[] chunks(int count) {
    return ("1\r\nA\r\n".repeat(count) + "0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void bodiesOfChunksOfOneByteAreReadInLinearTimeAndThenRefused() throws IOException {
    start(ServiceLimits.of(1));
    String chunked = "Transfer-Encoding: chunked\r\nConnection: close\r\n";
    assertThat(answer(post(chunked, chunks(20_000)))).contains("400 Bad Request", "not a JPEG");
    Socket many = post(chunked, "1\r\nA\r\n".repeat(60_000).getBytes(StandardCharsets.US_ASCII));
    requireHealthy();
    assertThat(answer(many)).matches("|(?s)HTTP/1.1 413 .*in more than \\d+ pieces.*");
    assertThat(metric("graft_refusals_total{reason=\"pieces\"}")).isEqualTo(1);
  }

  @Test
  void slowHeadsAreGivenUpAndMakeRoomForOthers() throws Exception {
    ConnectionLimits few = new ConnectionLimits(20, 10, Duration.ofMillis(1500));
    start(ServiceLimits.of(1).withConnections(few));
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      slow.add(send("GET / HTTP/1.1\r\nHost: localhost\r\n", new byte[0]));
    }
    requireHealthy();
    awaitAtLeast(20, "graft_connections_closed_total{reason=\"crowded\"}");
    for (int i = 0; i < 6; i++) {
      Thread.sleep(300);
      drip(slow);
    }
    for (Socket socket : slow) {
      assertThat(answer(socket)).isEmpty();
    }
    assertThat(metric("graft_connections_closed_total{reason=\"slow_head\"}")).isPositive();
  }

  private static void drip(List<Socket> slow) {
    for (Socket socket : slow) {
      try {
        socket.getOutputStream().write("X: y\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // Closed by the service.
      }
    }
  }

  @Test
  void bodiesThatWaitTakeNoMoreMemoryThanTheyMay() throws IOException {
    ServiceLimits limits = ServiceLimits.of(1);
    start(limits.withBody(new BodyLimits(1 << 20, 3 << 20, Duration.ofSeconds(2))));
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      open.add(post("Content-Length: 1000000\r\n", new byte[900_000]));
    }
    List<String> answers = new ArrayList<>();
    for (Socket socket : open) {
      answers.add(answer(socket));
    }
    assertThat(metric("graft_refusals_total{reason=\"memory\"}")).isBetween(4.0, 6.0);
    assertThat(metric("graft_refusals_total{reason=\"slow\"}")).isPositive();
    assertThat(metric("graft_waiting_bytes")).isZero();
    assertThat(answers).anyMatch(a -> a.startsWith("HTTP/1.1 408"));
  }

  @Test
  void onlyThoseWhoAskForItByItsNameAreAnswered() throws IOException {
    start(ServiceLimits.of(1));
    for (String host : List.of("127.0.0.1", "localhost:8080", "LOCALHOST.", "[::1]:8080")) {
      assertThat(hosted(host)).startsWith("HTTP/1.1 200");
    }
    for (String host : List.of("evil.example", "localhost.evil.example", "10.0.0.1")) {
      assertThat(hosted(host)).contains("421");
    }
    assertThat(metric("graft_refusals_total{reason=\"host\"}")).isEqualTo(3);
  }

  private String hosted(String host) throws IOException {
    return answer(
        send(
            "GET /model HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n", new byte[0]));
  }

  @Test
  void hostsAreAllowedByNameAndWhereAllAddressesAreBoundByAddress() throws IOException {
    Hosts all = new Hosts(InetAddress.getByName("0.0.0.0"), List.of("Models.example"));
    assertThat(List.of("models.example:80", "192.168.1.2:8080", "[fe80::1]", "localhost"))
        .allMatch(all::allow);
    assertThat(List.of("evil.example", "1.2.3.4.evil.example", "models.example.evil"))
        .noneMatch(all::allow);
    assertThat(all.allow(null)).isTrue();
  }

  @Test
  void aDamagedQueryIsTheClientsMistake() throws IOException {
    start(ServiceLimits.of(1));
    for (String query : List.of("top=%", "top=%zz", "%c3%28=1&top=0", "top=1&top=%ff%")) {
      Socket socket =
          send(
              "POST /predict?"
                  + query
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                  + "Connection: close\r\n\r\n",
              new byte[0]);
      assertThat(answer(socket)).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void picturesThatCostTooMuchAreRefused() throws IOException {
    start(ServiceLimits.of(1));
    assertThat(posted(HostileImages.scans(64, 1000), "")).contains("400", "more scans than");
    String large = base64(HostileImages.plain("png", 4500, BufferedImage.TYPE_BYTE_BINARY));
    String json =
        IntStream.range(0, 6)
            .mapToObj(i -> '"' + large + '"')
            .collect(Collectors.joining(",", "{\"images\":[", "]}"));
    assertThat(
            posted(json.getBytes(StandardCharsets.US_ASCII), "Content-Type: application/json\r\n"))
        .contains("413", "121500000 pixels together, at most 100000000");
  }

  private String posted(byte[] body, String fields) throws IOException {
    String length = "Content-Length: " + body.length + "\r\nConnection: close\r\n";
    return answer(post(fields + length, body));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void aRequestThatWaitsTooLongIsToldSoAndNotWorkedOn() throws IOException {
    start(ServiceLimits.of(1).withAnswer(Duration.ofMillis(50)));
    byte[] large = HostileImages.plain("png", 5000, BufferedImage.TYPE_INT_RGB);
    assertThat(posted(large, "")).contains("503", "no answer within");
    assertThat(metric("graft_refusals_total{reason=\"late\"}")).isEqualTo(1);
  }

  @Test
  void smallPicturesNeedNotWaitForLargeOnes() throws IOException {
    start(ServiceLimits.of(1));
    byte[] large = HostileImages.scans(2500, 20);
    List<Socket> heavy = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      heavy.add(post("Content-Length: " + large.length + "\r\nConnection: close\r\n", large));
    }
    assertThat(posted(Files.readAllBytes(IMAGE), "")).startsWith("HTTP/1.1 200");
    assertThat(metric("graft_queue_length")).isPositive();
    for (Socket socket : heavy) {
      assertThat(answer(socket)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void namesThatNoFileCanHaveAreNoFailure() throws IOException {
    start(ServiceLimits.of(1));
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"gr\u00fcn\u0000?\"\r\n\r\n"
            .getBytes(StandardCharsets.UTF_8));
    form.writeBytes(Files.readAllBytes(IMAGE));
    form.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
    String answer = posted(form.toByteArray(), "Content-Type: multipart/form-data; boundary=b\r\n");
    assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("500");
  }

  @Test
  void stoppedItAnswersLongRequestsThatItHasTaken() throws Exception {
    start(ServiceLimits.of(1).withAnswer(LONG));
    byte[] large = HostileImages.scans(2500, 20);
    List<Socket> taken = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      taken.add(post("Content-Length: " + large.length + "\r\n", large));
    }
    while (metric("graft_queue_length") < 3) {
      Thread.onSpinWait();
    }
    service.close();
    assertThat(taken).allSatisfy(socket -> assertThat(answer(socket)).startsWith("HTTP/1.1 200"));
  }
}
