package org.graft.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.graft.predict.LabelProbability;
import org.graft.predict.OnnxModel;
import org.graft.storage.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The service answers as the model does, and refuses what is too much without disturbing others.
 */
class PredictServiceTest {
  private static final int MOST_BYTES = 1 << 20;
  private static final Path IMAGE = Path.of("data/logos/test/Alvero/001.jpg");
  private static final Path OTHER = Path.of("data/logos/test/Brimsol/001.jpg");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;

  private static OnnxModel model;
  private static PredictService service;
  private static URI where;

  @BeforeAll
  static void serve() {
    model = OnnxModel.open(ServedModel.export(folder));
    service =
        service(
            ServiceLimits.of(2)
                .withBody(new BodyLimits(MOST_BYTES, 64 << 20, Duration.ofMillis(600))));
    where = service.start();
  }

  @AfterAll
  static void stop() {
    service.close();
    model.close();
  }

  private static PredictService service(ServiceLimits limits) {
    return new PredictService("toy", model, InetAddress.getLoopbackAddress(), 0, limits, List.of());
  }

  @Test
  void anImageIsClassifiedAsByTheModel() throws Exception {
    HttpResponse<String> answer = post("/predict?top=3", null, Files.readAllBytes(IMAGE));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertTop(json(answer).path("images").path(0), IMAGE, 3);
  }

  @Test
  void jsonHoldsSeveralImages() throws Exception {
    String body = Json.line(new Images(List.of(base64(IMAGE), base64(OTHER))));
    JsonNode images =
        json(post("/predict", "application/json", body.getBytes(StandardCharsets.UTF_8)))
            .path("images");
    assertThat(images).hasSize(2);
    assertTop(images.path(0), IMAGE, 5);
    assertTop(images.path(1), OTHER, 5);
  }

  @Test
  void aFormHoldsSeveralFilesUnderTheirNames() throws Exception {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    part(form, "name=\"note\"", "a field".getBytes(StandardCharsets.UTF_8));
    part(form, "name=\"image\"; filename=\"one.jpg\"", Files.readAllBytes(IMAGE));
    part(form, "name=\"image\"; filename=\"two.jpg\"", Files.readAllBytes(OTHER));
    form.write("--xyz--\r\n".getBytes(StandardCharsets.US_ASCII));
    JsonNode images =
        json(post("/predict", "multipart/form-data; boundary=xyz", form.toByteArray()))
            .path("images");
    assertThat(images.findValuesAsText("path")).containsExactly("one.jpg", "two.jpg");
    assertTop(images.path(0), IMAGE, 5);
    assertTop(images.path(1), OTHER, 5);
  }

  @Test
  void base64MayComeInLinesInEitherAlphabetAndAsADataUrl() throws Exception {
    byte[] picture = Files.readAllBytes(IMAGE);
    List<String> ways =
        List.of(
            Base64.getMimeEncoder().encodeToString(picture),
            " " + base64(IMAGE) + "\n",
            Base64.getUrlEncoder().withoutPadding().encodeToString(picture),
            "data:image/jpeg;base64," + base64(IMAGE),
            "DATA:image/jpeg;name=a.jpg;base64,\r\n"
                + Base64.getMimeEncoder().encodeToString(picture));
    String body = Json.line(new Images(ways));
    HttpResponse<String> answer =
        post("/predict", "application/json", body.getBytes(StandardCharsets.UTF_8));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("images")).hasSize(ways.size());
    for (JsonNode image : json(answer).path("images")) {
      assertTop(image, IMAGE, 5);
    }
  }

  @Test
  void aBrokenFileInAFormDoesNotFailTheOthers() throws Exception {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    byte[] half = Arrays.copyOf(Files.readAllBytes(OTHER), 1000);
    part(form, "name=\"a\"; filename=\"notes.txt\"", "no picture".getBytes(StandardCharsets.UTF_8));
    part(form, "name=\"b\"; filename=\"one.jpg\"", Files.readAllBytes(IMAGE));
    part(form, "name=\"c\"; filename=\"half.jpg\"", half);
    part(form, "name=\"d\"; filename=\"two.jpg\"", Files.readAllBytes(OTHER));
    form.write("--xyz--\r\n".getBytes(StandardCharsets.US_ASCII));
    HttpResponse<String> answer =
        post("/predict", "multipart/form-data; boundary=xyz", form.toByteArray());
    JsonNode images = json(answer).path("images");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(images.findValuesAsText("path"))
        .containsExactly("notes.txt", "one.jpg", "half.jpg", "two.jpg");
    assertThat(images.path(0).path("error").asText()).contains("notes.txt: cannot be decoded");
    assertThat(images.path(0).has("top")).isFalse();
    assertTop(images.path(1), IMAGE, 5);
    assertThat(images.path(1).has("error")).isFalse();
    assertThat(images.path(2).path("error").asText()).contains("half.jpg: cannot be decoded");
    assertTop(images.path(3), OTHER, 5);
  }

  @Test
  void aTextThatIsNotBase64DoesNotFailTheOthers() throws Exception {
    String body =
        "{\"images\": [\"?\", \"%s\", 7, \"%s\", \"data:image/png;base64,!!\"]}"
            .formatted(base64(IMAGE), base64(OTHER));
    HttpResponse<String> answer =
        post("/predict", "application/json", body.getBytes(StandardCharsets.UTF_8));
    JsonNode images = json(answer).path("images");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(images).hasSize(5);
    for (int broken : List.of(0, 2, 4)) {
      assertThat(images.path(broken).path("error").asText())
          .startsWith("image " + broken + ": it is not base64");
      assertThat(images.path(broken).has("top")).isFalse();
    }
    assertTop(images.path(1), IMAGE, 5);
    assertTop(images.path(3), OTHER, 5);
  }

  @Test
  void imagesOfMorePixelsThanTheLimitAreRefused() throws Exception {
    PredictService small = service(ServiceLimits.of(1).withPixels(1000));
    URI there = small.start().resolve("/predict");
    try (small) {
      HttpRequest request =
          HttpRequest.newBuilder(there).POST(BodyPublishers.ofFile(IMAGE)).build();
      HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.body()).contains("at most 4000 are taken in one request");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/predict | | no picture | 400 | image: cannot be decoded: not a JPEG, PNG, GIF, BMP, TIFF or WebP",
        "/predict | | '' | 400 | image: cannot be decoded: the file is empty",
        "/predict?top=none | | x | 400 | top takes a whole number from 1 on",
        "/predict | application/json | {} | 400 | no array \"images\" of base64 texts",
        "/predict | application/json | [[ | 400 | request: not JSON",
        "/predict | application/json | {\"images\": [\"?\"]} | 400 | is not base64",
        "/predict | application/json | {\"images\": [null]} | 400 | image 0: it is not base64",
        "/predict | application/json | {\"images\": []} | 400 | 0 images in the request, 1 to 64",
        "/predict | multipart/form-data | x | 400 | a form without a boundary",
        "/predict | multipart/form-data; boundary=b | x | 400 | the form cannot be read",
        "/none | | x | 404 | there is no /none",
        "/health | | x | 405 | /health takes GET",
      })
  void wrongRequestsAreToldWhy(String path, String type, String body, int status, String message)
      throws Exception {
    HttpResponse<String> answer = post(path, type, body.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).path("error").asText()).contains(message).doesNotContain("\n");
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedWithOrWithoutItsLengthStated() throws Exception {
    String stated = "Content-Length: " + (MOST_BYTES + 1) + "\r\n\r\n";
    assertThat(answerTo(stated, new byte[0])).startsWith("HTTP/1.1 413 ");
    String chunk =
        "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(MOST_BYTES + 1) + "\r\n";
    assertThat(answerTo(chunk, new byte[MOST_BYTES + 1])).startsWith("HTTP/1.1 413 ");
  }

  /** What comes back for the rest of a request's head and what there is of its body. */
  private static String answerTo(String head, byte[] body) throws IOException {
    try (Socket socket = new Socket(where.getHost(), where.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /predict HTTP/1.1\r\nHost: localhost\r\n" + head)
              .getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void anImageOfTooManyPixelsIsRefused() throws Exception {
    HttpResponse<String> answer = post("/predict", null, png(6000, 5000));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("error").asText()).contains("6000x5000", "25 million expected");
  }

  @Test
  void aSlowBodyIsGivenUpWhileOthersAreServed() throws Exception {
    try (Socket socket = new Socket(where.getHost(), where.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      assertThat(post("/predict", null, Files.readAllBytes(IMAGE)).statusCode()).isEqualTo(200);
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("Connection: close", "did not come");
    }
  }

  @Test
  void moreThanTheQueueHoldsIsRefusedAndTheRestAnswered() throws Exception {
    byte[] slow = png(3000, 3000);
    try (PredictService narrow = service(ServiceLimits.of(1).withQueue(1))) {
      URI uri = narrow.start().resolve("/predict");
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        HttpRequest request =
            HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(slow)).build();
        answers.add(CLIENT.sendAsync(request, BodyHandlers.ofString()));
      }
      List<HttpResponse<String>> all = answers.stream().map(CompletableFuture::join).toList();
      assertThat(all.stream().map(HttpResponse::statusCode)).contains(200, 503).hasSize(8);
      assertThat(all.stream().filter(a -> a.statusCode() == 503))
          .allSatisfy(a -> assertThat(a.headers().firstValue("retry-after")).contains("1"));
      assertThat(get(uri.resolve("/metrics")).body())
          .contains("graft_requests_total{status=\"503\"}", "graft_queue_length 0.0");
    }
  }

  @Test
  void closingFinishesWhatIsUnderWay() throws Exception {
    PredictService closing = service(ServiceLimits.of(1));
    URI uri = closing.start().resolve("/predict");
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(png(4000, 4000))).build();
    CompletableFuture<HttpResponse<String>> answer =
        CLIENT.sendAsync(request, BodyHandlers.ofString());
    while (!get(uri.resolve("/metrics")).body().contains("graft_queue_length")) {
      Thread.onSpinWait();
    }
    Thread.sleep(100);
    closing.close();
    assertThat(answer.join().statusCode()).isEqualTo(200);
  }

  @Test
  void tellsOfItselfAndBringsAPageThatLoadsNothingFromElsewhere() throws Exception {
    assertThat(json(get(where.resolve("/health"))).path("status").asText()).isEqualTo("ok");
    assertThat(json(get(where.resolve("/model"))).path("graft.base").asText()).isEqualTo("toy");
    HttpResponse<String> page = get(where.resolve("/"));
    assertThat(page.headers().firstValue("content-security-policy").orElse(""))
        .startsWith("default-src 'none'");
    assertThat(page.body()).contains("<title>Graft</title>").doesNotContain("http:", "https:");
    assertThat(page.headers().map()).doesNotContainKey("server");
  }

  private static void assertTop(JsonNode found, Path image, int top) {
    List<LabelProbability> expected = model.predict(List.of(image), top).get(0).top();
    assertThat(found.path("top")).hasSize(top);
    for (int i = 0; i < top; i++) {
      JsonNode guess = found.path("top").path(i);
      assertThat(guess.path("label").asText()).isEqualTo(expected.get(i).label());
      assertThat((float) guess.path("probability").asDouble())
          .isEqualTo(expected.get(i).probability());
    }
  }

  private record Images(List<String> images) {}

  private static String base64(Path image) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(image));
  }

  private static void part(ByteArrayOutputStream form, String fields, byte[] content)
      throws IOException {
    String head = "--xyz\r\nContent-Disposition: form-data; " + fields + "\r\n\r\n";
    form.write(head.getBytes(StandardCharsets.US_ASCII));
    form.write(content);
    form.write("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] png(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static HttpResponse<String> post(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(where.resolve(path));
    if (type != null) {
      request.header("Content-Type", type);
    }
    return CLIENT.send(
        request.POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.parse(answer.body(), Path.of("answer"));
  }
}
