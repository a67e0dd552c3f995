package org.graft.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.graft.download.LoopbackServer.WHOLE;
import static org.graft.download.LoopbackServer.send;
import static org.graft.download.LoopbackServer.sendRest;
import static org.graft.download.LoopbackServer.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
  private static final String NAME = "weights.h5";
  private static final int HALF = 1_500_000;
  private static final byte[] CONTENT = content(1);
  private static final byte[] OTHER_CONTENT = content(2);
  private static final DownloadLimits LIMITS =
      new DownloadLimits(
          Duration.ofSeconds(2), Duration.ofMillis(400), 3, Duration.ofMillis(5), 10_000_000);

  @TempDir Path folder;
  private LoopbackServer server;
  private final List<Long> progress = new ArrayList<>();

  @BeforeEach
  void startServer() throws IOException {
    server = new LoopbackServer();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void wholeFileArrivesWithItsChecksum() throws Exception {
    server.serve(x -> send(x, 200, "\"1\"", CONTENT, 0, CONTENT.length));
    Downloaded result = fetch(official(null, digest("SHA-256", CONTENT)));
    assertThat(result.file()).isEqualTo(folder.resolve(NAME)).hasBinaryContent(CONTENT);
    assertThat(result.fetched()).isTrue();
    assertThat(result.verification())
        .isEqualTo("SHA-256 " + digest("SHA-256", CONTENT) + " as published");
    assertOnlyTheFileIsLeft();
  }

  @Test
  void progressRunsFromZeroToTheEnd() throws Exception {
    server.serve(x -> send(x, 200, "\"1\"", CONTENT, 0, CONTENT.length));
    fetch(official());
    assertThat(progress).isSorted().startsWith(0L).endsWith((long) CONTENT.length);
    assertThat(progress).hasSizeGreaterThan(2);
  }

  @Test
  void sizeMayBeUnknown() throws Exception {
    server.serve(
        x -> {
          x.sendResponseHeaders(200, 0);
          x.getResponseBody().write(CONTENT);
        });
    assertThat(fetch(official()).file()).hasBinaryContent(CONTENT);
  }

  @Test
  void fileWithoutChecksumIsHeldAgainstItsFirstDownload() throws Exception {
    server.serve(
        x -> {
          byte[] content = server.requests().size() == 1 ? CONTENT : OTHER_CONTENT;
          send(x, 200, "\"1\"", content, 0, content.length);
        });
    OfficialFile file = official(null, null);
    String digest = digest("SHA-256", CONTENT);
    assertThat(fetch(file).verification())
        .isEqualTo(
            "no checksum is published for it; SHA-256 " + digest + " as at its first download");
    assertThat(folder.resolve(NAME + ".sha256")).hasContent(digest + "  " + NAME + "\n");
    assertThat(fetch(file).fetched()).isFalse();

    Files.write(folder.resolve(NAME), OTHER_CONTENT);
    assertThatThrownBy(() -> fetch(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("SHA-256 of its first download " + digest);

    Files.delete(folder.resolve(NAME));
    assertThatThrownBy(() -> fetch(file))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("found " + digest("SHA-256", OTHER_CONTENT))
        .hasMessageContaining("delete " + folder.resolve(NAME + ".sha256"));
    assertThat(folder.resolve(NAME)).doesNotExist();

    Files.delete(folder.resolve(NAME + ".sha256"));
    assertThat(fetch(file).file()).hasBinaryContent(OTHER_CONTENT);
  }

  @Test
  void fileWithAnMd5AloneIsRecordedToo() throws Exception {
    server.serve(x -> send(x, 200, "\"1\"", CONTENT, 0, CONTENT.length));
    fetch(official(digest("MD5", CONTENT), null));
    Path record = folder.resolve(NAME + ".sha256");
    assertThat(record).content().startsWith(digest("SHA-256", CONTENT));
    Files.writeString(record, "nothing of the kind");
    assertThatThrownBy(() -> fetch(official(digest("MD5", CONTENT), null)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(record + ": no line of sha256sum");
  }

  @Test
  void brokenConnectionIsContinuedWhereItStopped() throws Exception {
    server.serve(
        x -> {
          if (server.requests().size() == 1) {
            send(x, 200, "\"1\"", CONTENT, 0, HALF);
          } else {
            assertThat(x.getRequestHeaders().getFirst("If-Range")).isEqualTo("\"1\"");
            sendRest(x, "\"1\"", CONTENT);
          }
        });
    assertThat(fetch(official()).file()).hasBinaryContent(CONTENT);
    assertThat(server.requests()).hasSize(2);
    assertThat(server.requests().get(1)).matches("bytes=[1-9]\\d*-");
  }

  @Test
  void partOfAnEarlierCallIsContinued() throws Exception {
    leavePart(CONTENT, HALF, "\"1\"");
    server.serve(x -> sendRest(x, "\"1\"", CONTENT));
    assertThat(fetch(official()).file()).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly("bytes=" + HALF + "-");
    assertThat(progress).startsWith((long) HALF);
    assertOnlyTheFileIsLeft();
  }

  @Test
  void dateServesWhereTheETagIsWeak() throws Exception {
    String date = "Wed, 21 Oct 2015 07:28:00 GMT";
    server.serve(
        x -> {
          x.getResponseHeaders().set("Last-Modified", date);
          if (server.requests().size() == 1) {
            send(x, 200, "W/\"1\"", CONTENT, 0, HALF);
          } else {
            assertThat(x.getRequestHeaders().getFirst("If-Range")).isEqualTo(date);
            sendRest(x, "W/\"1\"", CONTENT);
          }
        });
    assertThat(fetch(official()).file()).hasBinaryContent(CONTENT);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void partOfNoKnownVersionIsFetchedAgain() throws Exception {
    leavePart(OTHER_CONTENT, HALF, null);
    server.serve(x -> send(x, 200, null, CONTENT, 0, CONTENT.length));
    assertThat(fetch(official()).file()).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly(WHOLE);
  }

  @Test
  void serverThatIgnoresRangesStartsFromZero() throws Exception {
    leavePart(CONTENT, HALF, "\"1\"");
    server.serve(x -> send(x, 200, "\"1\"", CONTENT, 0, CONTENT.length));
    assertThat(fetch(official()).file()).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly("bytes=" + HALF + "-");
  }

  @Test
  void versionThatChangedBetweenTriesStartsFromZero() throws Exception {
    server.serve(
        x -> {
          if (server.requests().size() == 1) {
            send(x, 200, "\"1\"", OTHER_CONTENT, 0, HALF);
          } else {
            send(x, 200, "\"2\"", CONTENT, 0, CONTENT.length);
          }
        });
    assertThat(fetch(official()).file()).hasBinaryContent(CONTENT);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void rangeOfAnotherVersionIsNotAppended() throws Exception {
    leavePart(OTHER_CONTENT, HALF, "\"1\"");
    server.serve(
        x -> {
          if (server.requests().size() == 1) {
            sendRest(x, "\"2\"", CONTENT);
          } else {
            send(x, 200, "\"2\"", CONTENT, 0, CONTENT.length);
          }
        });
    assertThat(fetch(official()).file()).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly("bytes=" + HALF + "-", WHOLE);
  }

  @Test
  void rangeThatCannotBeSatisfiedStartsFromZero() throws Exception {
    leavePart(CONTENT, HALF, "\"1\"");
    server.serve(
        x -> {
          if (server.requests().size() == 1) {
            x.sendResponseHeaders(416, -1);
          } else {
            send(x, 200, "\"1\"", CONTENT, 0, CONTENT.length);
          }
        });
    assertThat(fetch(official()).file()).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly("bytes=" + HALF + "-", WHOLE);
  }

  @Test
  void redirectIsFollowedWithItsRange() throws Exception {
    leavePart(CONTENT, HALF, "\"1\"");
    server.serve("/elsewhere", x -> sendRest(x, "\"1\"", CONTENT));
    server.serve(
        x -> {
          x.getResponseHeaders().set("Location", "/elsewhere");
          x.sendResponseHeaders(302, -1);
        });
    assertThat(fetch(official()).file()).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly("bytes=" + HALF + "-", "bytes=" + HALF + "-");
  }

  @Test
  void redirectToAnotherSchemeIsRefused() {
    server.serve(
        x -> {
          x.getResponseHeaders().set("Location", "ftp://127.0.0.1/" + NAME);
          x.sendResponseHeaders(302, -1);
        });
    assertThatThrownBy(() -> fetch(official())).isInstanceOf(WorkFailedException.class);
  }

  @Test
  void wrongChecksumLeavesNothing() {
    server.serve(x -> send(x, 200, "\"1\"", OTHER_CONTENT, 0, OTHER_CONTENT.length));
    assertThatThrownBy(() -> fetch(official()))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("MD5 expected " + digest("MD5", CONTENT))
        .hasMessageContaining("found " + digest("MD5", OTHER_CONTENT));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void rightFileIsNotFetchedAgain() throws Exception {
    Files.write(folder.resolve(NAME), CONTENT);
    server.serve(x -> send(x, 200, "\"1\"", CONTENT, 0, CONTENT.length));
    assertThat(fetch(official()).fetched()).isFalse();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void wrongFileInThePlaceIsLeftAlone() throws Exception {
    Files.write(folder.resolve(NAME), OTHER_CONTENT);
    assertThatThrownBy(() -> fetch(official()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(folder.resolve(NAME).toString())
        .hasMessageContaining("move it away");
    assertThat(folder.resolve(NAME)).hasBinaryContent(OTHER_CONTENT);
  }

  @Test
  void missingFileIsNotAskedForAgain() {
    server.serve(x -> x.sendResponseHeaders(404, -1));
    assertThatThrownBy(() -> fetch(official()))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("404")
        .hasMessageContaining("Graft.importKeras(" + folder.resolve(NAME) + ")");
    assertThat(server.requests()).hasSize(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void stallEndsInAFailureThatKeepsThePart() {
    server.serve(
        x -> {
          write(x, 206, "\"1\"", CONTENT, HALF, HALF + 10);
          server.awaitEnd();
        });
    leavePart(CONTENT, HALF, "\"1\"");
    assertThatThrownBy(() -> fetch(official(), limits(0, 10_000_000)))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("no byte for 0.4 s");
    assertThat(folder.resolve(NAME + ".part")).hasSize(HALF + 10);
    assertThat(folder.resolve(NAME + ".part.etag")).hasContent("\"1\"");
  }

  @Test
  void connectionThatKeepsBreakingIsGivenUp() {
    server.serve(x -> send(x, 200, null, CONTENT, 0, HALF));
    assertThatThrownBy(() -> fetch(official()))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("after 3 retries");
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void fileLargerThanAllowedIsRefusedBeforeItComes() {
    server.serve(x -> send(x, 200, "\"1\"", CONTENT, 0, CONTENT.length));
    assertThatThrownBy(() -> fetch(official(), limits(0, HALF)))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("1,500,000 bytes allowed");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void bodyLargerThanAllowedIsCutOff() {
    server.serve(
        x -> {
          x.sendResponseHeaders(200, 0);
          x.getResponseBody().write(CONTENT);
        });
    assertThatThrownBy(() -> fetch(official(), limits(0, HALF)))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("1,500,000 bytes allowed");
  }

  @Test
  void fileLargerThanTheDiskIsRefused() {
    server.serve(x -> x.sendResponseHeaders(200, Long.MAX_VALUE / 2));
    assertThatThrownBy(() -> fetch(official(), limits(0, Long.MAX_VALUE)))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("free on the disk");
  }

  @Test
  void secondDownloadOfTheSameFileIsRefused() throws Exception {
    server.serve(x -> send(x, 200, "\"1\"", CONTENT, 0, CONTENT.length));
    try (PartialFile held = PartialFile.open(folder.resolve(NAME))) {
      assertThatThrownBy(() -> fetch(official()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(held.path() + ": another download");
    }
  }

  @Test
  void withoutConnectionTheMessageSaysHowToDoItByHand() throws Exception {
    URI url = URI.create("http://127.0.0.1:" + closedPort() + "/" + NAME);
    OfficialFile file = new OfficialFile("test", NAME, url, null, null, false);
    WorkFailedException failure =
        catchThrowableOfType(WorkFailedException.class, () -> fetch(file));
    Path target = folder.resolve(NAME);
    assertThat(failure)
        .hasMessage(
            "no connection to 127.0.0.1; fetch %s elsewhere, put it at %s and run:"
                + " Graft.importKeras(%s)",
            url, target, target);
    assertThat(failure.exitCode()).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x.h5", "/etc/x.h5", "a/b.h5", "a\\b.h5", "a\nb\nc"})
  void fileNameCannotLeaveTheFolder(String name) {
    OfficialFile file = new OfficialFile("test", name, url(), null, null, false);
    assertThatThrownBy(() -> fetch(file)).isInstanceOf(InputException.class);
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://host/x.h5", "weights.h5", "https:/x.h5"})
  void onlyWebAddressesAreFetched(String url) {
    OfficialFile file = new OfficialFile("test", NAME, URI.create(url), null, null, false);
    assertThatThrownBy(() -> fetch(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not an https or http address");
  }

  private Downloaded fetch(OfficialFile file) {
    return fetch(file, LIMITS);
  }

  private Downloaded fetch(OfficialFile file, DownloadLimits limits) {
    return new Download(limits).fetch(file, folder, (done, total) -> progress.add(done));
  }

  private static DownloadLimits limits(int retries, long maximumBytes) {
    return new DownloadLimits(
        LIMITS.connect(), LIMITS.stall(), retries, LIMITS.pause(), maximumBytes);
  }

  private OfficialFile official() {
    return official(digest("MD5", CONTENT), null);
  }

  private OfficialFile official(String md5, String sha256) {
    return new OfficialFile("test", NAME, url(), md5, sha256, false);
  }

  private URI url() {
    return server.url(NAME);
  }

  private void leavePart(byte[] content, int bytes, String etag) {
    try {
      Files.write(folder.resolve(NAME + ".part"), Arrays.copyOf(content, bytes));
      if (etag != null) {
        Files.writeString(folder.resolve(NAME + ".part.etag"), etag);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertOnlyTheFileIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files)
          .containsOnlyOnce(folder.resolve(NAME))
          .isSubsetOf(folder.resolve(NAME), folder.resolve(NAME + ".sha256"));
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static byte[] content(long seed) {
    byte[] content = new byte[2 * HALF];
    new Random(seed).nextBytes(content);
    return content;
  }

  private static String digest(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
