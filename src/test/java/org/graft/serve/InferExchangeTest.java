package org.graft.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.graft.predict.OnnxModel;
import org.graft.storage.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The open inference protocol gives what the model gives, and the service describes itself. */
class InferExchangeTest {
  private static final Path IMAGE = Path.of("data/logos/test/Alvero/001.jpg");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int SIDE = 17;
  private static final int VALUES = SIDE * SIDE * 3;

  @TempDir static Path folder;

  private static OnnxModel model;
  private static PredictService service;
  private static URI where;

  @BeforeAll
  static void serve() {
    model = OnnxModel.open(ServedModel.export(folder));
    service =
        new PredictService(
            "toy", model, InetAddress.getLoopbackAddress(), 0, ServiceLimits.of(1), List.of());
    where = service.start();
  }

  @AfterAll
  static void stop() {
    service.close();
    model.close();
  }

  @Test
  void tensorsInJsonGiveTheModelsProbabilities() throws Exception {
    byte[] pixels = pixels(2);
    String body =
        "{\"id\": \"7\", \"inputs\": [{\"name\": \"image\", \"shape\": [2, 17, 17, 3],"
            + " \"datatype\": \"UINT8\", \"data\": "
            + numbers(pixels)
            + "}]}";
    JsonNode answer = json(infer(body));

    assertThat(answer.path("model_name").asText()).isEqualTo("toy");
    assertThat(answer.path("id").asText()).isEqualTo("7");
    assertProbabilities(answer.path("outputs").path(0), pixels, 2);
    assertThat(answer.path("outputs").path(1).path("name").asText()).isEqualTo("label");
    assertThat(answer.path("outputs").path(1).path("data")).hasSize(2);
  }

  @Test
  void dataMayBeNestedAndFieldsStandInAnyOrder() throws Exception {
    byte[] pixels = pixels(1);
    String rows =
        IntStream.range(0, SIDE)
            .mapToObj(y -> numbers(Arrays.copyOfRange(pixels, y * SIDE * 3, (y + 1) * SIDE * 3)))
            .toList()
            .toString();
    String body =
        "{\"outputs\": [{\"name\": \"probabilities\"}], \"inputs\": [{\"data\": ["
            + rows
            + "], \"unknown\": {\"a\": [1]}, \"datatype\": \"UINT8\", \"shape\": [1, 17, 17, 3],"
            + " \"name\": \"image\"}]}";
    JsonNode answer = json(infer(body));

    assertThat(answer.path("outputs")).hasSize(1);
    assertThat(answer.has("id")).isFalse();
    assertProbabilities(answer.path("outputs").path(0), pixels, 1);
  }

  @Test
  void filesInBase64AreReadAsEverywhere() throws Exception {
    String file = Base64.getEncoder().encodeToString(Files.readAllBytes(IMAGE));
    String body =
        ("{\"inputs\": [{\"name\": \"image\", \"shape\": [1], \"datatype\": \"BYTES\","
                + " \"data\": [\"%s\"]}]}")
            .formatted(file);
    JsonNode outputs = json(infer(body)).path("outputs");

    assertThat(floats(outputs.path(0).path("data")))
        .isEqualTo(model.probabilitiesOf(List.of(IMAGE)).get(0));
    assertThat(outputs.path(1).path("data").path(0).asText())
        .isEqualTo(model.predict(List.of(IMAGE), 1).get(0).label(0));
  }

  @Test
  void tensorsMayComeAndGoBehindTheJson() throws Exception {
    byte[] pixels = pixels(3);
    String json =
        ("{\"inputs\": [{\"name\": \"image\", \"shape\": [3, 17, 17, 3], \"datatype\": \"UINT8\","
                + " \"parameters\": {\"binary_data_size\": %d}}],"
                + " \"parameters\": {\"binary_data_output\": true}}")
            .formatted(pixels.length);
    HttpResponse<byte[]> response = infer(json, pixels);
    int length =
        Integer.parseInt(response.headers().firstValue(InferExchange.JSON_LENGTH).orElseThrow());
    JsonNode outputs =
        parsed(new String(response.body(), 0, length, StandardCharsets.UTF_8)).path("outputs");
    ByteBuffer behind =
        ByteBuffer.wrap(response.body(), length, response.body().length - length)
            .order(ByteOrder.LITTLE_ENDIAN);

    assertThat(outputs.path(0).path("parameters").path("binary_data_size").asInt())
        .isEqualTo(4 * 15);
    List<float[]> expected = model.probabilities(images(pixels, 3));
    for (float[] row : expected) {
      for (float value : row) {
        assertThat(behind.getFloat()).isEqualTo(value);
      }
    }
    for (float[] row : expected) {
      byte[] label = new byte[behind.getInt()];
      behind.get(label);
      assertThat(new String(label, StandardCharsets.UTF_8)).isEqualTo(likeliest(row));
    }
    assertThat(behind.hasRemaining()).isFalse();
  }

  @Test
  void filesMayComeBehindTheJson() throws Exception {
    byte[] file = Files.readAllBytes(IMAGE);
    byte[] tensor =
        ByteBuffer.allocate(4 + file.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(file.length)
            .put(file)
            .array();
    String json =
        ("{\"inputs\": [{\"name\": \"image\", \"shape\": [1, 1], \"datatype\": \"BYTES\","
                + " \"parameters\": {\"binary_data_size\": %d}}],"
                + " \"outputs\": [{\"name\": \"probabilities\"}]}")
            .formatted(tensor.length);
    JsonNode answer = parsed(new String(infer(json, tensor).body(), StandardCharsets.UTF_8));

    assertThat(floats(answer.path("outputs").path(0).path("data")))
        .isEqualTo(model.probabilitiesOf(List.of(IMAGE)).get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[] | no object of JSON",
        "{\"inputs\": 3} | inputs is no array",
        "{} | the inputs are [], one expected: image",
        "{\"inputs\": [{\"name\": \"pixels\"}]} | the inputs are [pixels], one expected: image",
        "{\"inputs\": [@, @]} | the inputs are [image, image], one expected",
        "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"FP32\", \"shape\": [1]}]} | input image has datatype FP32, UINT8 or BYTES expected",
        "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"UINT8\", \"shape\": [1, 3, 2, 2]}]} | has shape [1, 3, 2, 2], [images, height, width, 3] expected",
        "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"UINT8\", \"shape\": [1, 1, 1, 3], \"data\": [1, 2]}]} | has 2 values for shape",
        "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"UINT8\", \"shape\": [1, 2147483647, 2147483647, 3], \"data\": [1, 2, 3]}]} | has 3 values for shape",
        "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"UINT8\", \"shape\": [1, 1, 1, 3], \"data\": [1, 2, 256]}]} | 256 among data, UINT8 expected",
        "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"UINT8\", \"shape\": [1, 1, 1, 3], \"data\": [1, 2, 0.5]}]} | data that are neither whole numbers nor texts",
        "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"UINT8\", \"shape\": [100, 1, 1, 3], \"data\": [1]}]} | 100 images in the request",
        "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"BYTES\", \"shape\": [2], \"data\": [\"\"]}]} | has shape [2] and 1 files",
        "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"BYTES\", \"shape\": [1], \"data\": [\"bm8=\"]}]} | image 0: cannot be decoded",
        "{\"inputs\": [{\"name\": \"image\", \"parameters\": {\"binary_data_size\": 9}}]} | image has 9 bytes, of which 0 came",
        "{\"inputs\": [@], \"outputs\": [{\"name\": \"logits\"}]} | there is no output logits; there are [probabilities, label]",
        "{\"inputs\": [@]} {} | more than one object",
        "{\"inputs\": [@ | not JSON, or ends too early",
      })
  void wrongRequestsAreToldWhy(String body, String message) throws Exception {
    String sound =
        "{\"name\": \"image\", \"datatype\": \"UINT8\", \"shape\": [1, 1, 1, 3], \"data\": [1, 2, 3]}";
    HttpResponse<String> answer = infer(body.replace("@", sound));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(json(answer).path("error").asText()).contains(message).doesNotContain("\n");
  }

  @Test
  void bytesBehindTheJsonMustBelongToATensor() throws Exception {
    assertThat(new String(infer("{}", new byte[5]).body(), StandardCharsets.UTF_8))
        .contains("5 bytes behind those of its tensors");
    HttpRequest wrong =
        HttpRequest.newBuilder(where.resolve("/v2/models/toy/infer"))
            .header(InferExchange.JSON_LENGTH, "9")
            .POST(BodyPublishers.ofString("{}"))
            .build();
    assertThat(CLIENT.send(wrong, BodyHandlers.ofString()).body())
        .contains("is 9 and the body has 2 bytes");
  }

  @Test
  void serverAndModelSayWhatTheyAre() throws Exception {
    assertThat(get("/v2").path("extensions").path(0).asText()).isEqualTo("binary_tensor_data");
    assertThat(get("/v2/health/live").path("live").asBoolean()).isTrue();
    assertThat(get("/v2/health/ready").path("ready").asBoolean()).isTrue();
    assertThat(get("/v2/models/toy/ready").path("ready").asBoolean()).isTrue();
    JsonNode toy = get("/v2/models/toy");
    assertThat(toy.path("inputs").path(0).path("shape").toString()).isEqualTo("[-1,17,17,3]");
    assertThat(toy.path("outputs").path(0).path("shape").toString()).isEqualTo("[-1,5]");
    assertThat(get("/v2/models/other").path("error").asText()).contains("there is no /v2/models");
  }

  @Test
  void descriptionHasThePathsThatAreServed() throws Exception {
    JsonNode description = get("/openapi.json");
    assertThat(description.path("info").path("title").asText()).isEqualTo("toy");
    List<String> described = new ArrayList<>();
    description
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        m -> described.add(m.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    Served served = new Served("toy", model.card(), () -> Reply.json(List.of()));
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            served.paths().entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList());
  }

  private static void assertProbabilities(JsonNode output, byte[] pixels, int images) {
    assertThat(output.path("name").asText()).isEqualTo("probabilities");
    assertThat(output.path("datatype").asText()).isEqualTo("FP32");
    assertThat(output.path("shape").toString()).isEqualTo("[" + images + ",5]");
    float[] found = floats(output.path("data"));
    List<float[]> expected = model.probabilities(images(pixels, images));
    for (int i = 0; i < images; i++) {
      assertThat(Arrays.copyOfRange(found, 5 * i, 5 * i + 5)).isEqualTo(expected.get(i));
    }
  }

  private static String likeliest(float... row) {
    int best = IntStream.range(0, row.length).reduce(0, (a, b) -> row[b] > row[a] ? b : a);
    return model.card().labels().get(best);
  }

  private static float[] floats(JsonNode data) {
    float[] values = new float[data.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) data.path(i).asDouble();
    }
    return values;
  }

  private static byte[] pixels(int images) {
    byte[] pixels = new byte[images * VALUES];
    new Random(7).nextBytes(pixels);
    return pixels;
  }

  private static List<float[]> images(byte[] pixels, int count) {
    List<float[]> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] image = new float[VALUES];
      for (int k = 0; k < VALUES; k++) {
        image[k] = pixels[i * VALUES + k] & 0xff;
      }
      images.add(image);
    }
    return images;
  }

  private static String numbers(byte... levels) {
    return IntStream.range(0, levels.length).mapToObj(i -> levels[i] & 0xff).toList().toString();
  }

  private static HttpResponse<String> infer(String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(where.resolve("/v2/models/toy/infer"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static HttpResponse<byte[]> infer(String json, byte[] behind)
      throws IOException, InterruptedException {
    byte[] first = json.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(first);
    body.writeBytes(behind);
    HttpRequest request =
        HttpRequest.newBuilder(where.resolve("/v2/models/toy/infer"))
            .header(InferExchange.JSON_LENGTH, Integer.toString(first.length))
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    return CLIENT.send(request, BodyHandlers.ofByteArray());
  }

  private static JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(where.resolve(path)).build();
    return json(CLIENT.send(request, BodyHandlers.ofString()));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return parsed(answer.body());
  }

  private static JsonNode parsed(String text) {
    return Json.parse(text, Path.of("answer"));
  }
}
