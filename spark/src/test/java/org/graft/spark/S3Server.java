package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** S3Proxy in a process of its own, which keeps a bucket in memory and asks for no signatures. */
final class S3Server implements AutoCloseable {
  static final Path JARS = Path.of(System.getProperty("s3proxy.jars"));
  static final String BUCKET = "photos";

  private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");
  private static final int MOST_TRIES = 300;

  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;
  private final Process process;

  private S3Server(String address, Process process) {
    this.address = address;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param folder for what it prints
   */
  static S3Server start(Path folder) throws IOException, InterruptedException {
    String address = "http://127.0.0.1:" + freePort();
    Path settings = folder.resolve("s3proxy.conf");
    Files.write(
        settings,
        List.of(
            "s3proxy.authorization=none",
            "s3proxy.endpoint=" + address,
            "jclouds.provider=transient"));
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx300m",
                "-cp",
                JARS + "/*",
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3proxy.log").toFile())
            .start();
    S3Server server = new S3Server(address, process);
    server.awaitBucket();
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitBucket() throws IOException, InterruptedException {
    for (int i = 0; i < MOST_TRIES; i++) {
      try {
        send(request("").PUT(HttpRequest.BodyPublishers.noBody()));
        return;
      } catch (ConnectException e) {
        assertThat(process.isAlive()).as("S3Proxy has ended").isTrue();
        Thread.sleep(100);
      }
    }
    throw new AssertionError("S3Proxy does not answer at " + address);
  }

  String address() {
    return address;
  }

  /** An address of the bucket as Hadoop knows it. */
  static String at(String key) {
    return "s3a://" + BUCKET + "/" + key;
  }

  /** Copies all objects whose keys begin so into a folder, under the rest of their keys. */
  void get(String prefix, Path folder) throws IOException, InterruptedException {
    String listed =
        new String(send(request("?list-type=2&prefix=" + prefix).GET()), StandardCharsets.UTF_8);
    List<String> keys =
        KEY.matcher(listed).results().map((MatchResult found) -> found.group(1)).toList();
    for (String key : keys) {
      if (!key.endsWith("/")) {
        Path file = folder.resolve(key.substring(prefix.length()));
        Files.createDirectories(file.getParent());
        Files.write(file, send(request("/" + key).GET()));
      }
    }
  }

  private HttpRequest.Builder request(String rest) {
    return HttpRequest.newBuilder(URI.create(address + "/" + BUCKET + rest));
  }

  private byte[] send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(answer.uri().toString()).isBetween(200, 299);
    return answer.body();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
