package org.graft.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.graft.failure.InputException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlflowTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_123L), ZoneOffset.UTC);
  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final MlflowRun RUN =
      new MlflowRun("graft", "run one", Instant.ofEpochMilli(5), Map.of("size", "128"));

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> lost = new CopyOnWriteArrayList<>();
  private HttpServer http;
  private boolean known;
  private int status = 200;

  @BeforeEach
  void serve() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/mlflow/", this::answer);
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  @Test
  void aRunGoesThroughTheApi() {
    Mlflow mlflow = Mlflow.begin(server(Optional.of("secret")), RUN, CLOCK, lost::add);
    mlflow.epoch(new Figures("head", 1, 1, Map.of("loss", 2.5)));
    mlflow.epoch(new Figures("head", 2, 2, Map.of("loss", 1.5)));
    mlflow.tag("base", "vgg16");
    mlflow.result(Map.of("test_accuracy", 0.75));
    mlflow.end(Mlflow.End.FINISHED);
    mlflow.close();
    assertThat(lost).isEmpty();
    assertThat(requests)
        .containsExactly(
            "Bearer secret GET experiments/get-by-name?experiment_name=graft ",
            "Bearer secret POST experiments/create {\"name\":\"graft\"}",
            "Bearer secret POST runs/create"
                + " {\"experiment_id\":\"7\",\"run_name\":\"run one\",\"start_time\":5}",
            "Bearer secret POST runs/log-batch"
                + " {\"params\":[{\"key\":\"size\",\"value\":\"128\"}],\"run_id\":\"abc\"}",
            "Bearer secret POST runs/set-tag"
                + " {\"key\":\"base\",\"run_id\":\"abc\",\"value\":\"vgg16\"}",
            "Bearer secret POST runs/log-batch {\"metrics\":["
                + metric("loss", 2.5, 1)
                + ","
                + metric("loss", 1.5, 2)
                + ","
                + metric("test_accuracy", 0.75, 0)
                + "],\"run_id\":\"abc\"}",
            "Bearer secret POST runs/update"
                + " {\"end_time\":1700000000123,\"run_id\":\"abc\",\"status\":\"FINISHED\"}");
  }

  @Test
  void anExperimentThatIsThereIsUsed() {
    known = true;
    Mlflow.begin(server(Optional.empty()), RUN, CLOCK, lost::add).close();
    assertThat(requests).noneMatch(request -> request.contains("experiments/create"));
    assertThat(requests.get(1)).startsWith("null POST runs/create {\"experiment_id\":\"4\"");
    assertThat(requests).last().asString().contains("\"status\":\"FAILED\"");
  }

  @Test
  void aRunGoesOnUnderItsName() {
    Mlflow mlflow = Mlflow.resume(server(Optional.empty()), "abc", CLOCK, lost::add);
    mlflow.end(Mlflow.End.KILLED);
    assertThat(requests)
        .containsExactly(
            "null POST runs/update {\"run_id\":\"abc\",\"status\":\"RUNNING\"}",
            "null POST runs/update"
                + " {\"end_time\":1700000000123,\"run_id\":\"abc\",\"status\":\"KILLED\"}");
  }

  @Test
  void aServerThatIsDownIsToldOnceAndLeftAlone() {
    MlflowServer server = server(Optional.empty());
    http.stop(0);
    Mlflow mlflow = Mlflow.begin(server, RUN, CLOCK, lost::add);
    mlflow.epoch(new Figures("head", 1, 1, Map.of("loss", 2.5)));
    mlflow.close();
    assertThat(lost)
        .containsExactly("MLflow at " + server + ": no connection; the run goes on without it");
    assertThat(mlflow.id()).isEmpty();
  }

  @Test
  void aServerThatRefusesIsToldOnceAndLeftAlone() {
    status = 403;
    Mlflow.begin(server(Optional.empty()), RUN, CLOCK, lost::add).close();
    assertThat(lost).singleElement().asString().contains("status 403");
    assertThat(requests).hasSize(1);
  }

  @Test
  void aServerThatDoesNotAnswerIsNotWaitedFor() {
    status = -1;
    Mlflow.begin(server(Optional.empty()), RUN, CLOCK, lost::add).close();
    assertThat(lost).singleElement().asString().contains("no answer in 1 s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:5000", "ftp://there", "http://", "not an address", "http://x?y"})
  void anAddressThatIsNoneIsTheUsersMistake(String uri) {
    assertThatThrownBy(() -> new MlflowServer(uri, Optional.empty(), Duration.ofSeconds(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected one such as http://localhost:5000");
  }

  private MlflowServer server(Optional<String> token) {
    String uri = "http://127.0.0.1:" + http.getAddress().getPort() + "/mlflow/";
    return new MlflowServer(uri, token, Duration.ofSeconds(1));
  }

  private static String metric(String name, double value, int step) {
    return String.format(
        "{\"key\":\"%s\",\"step\":%d,\"timestamp\":1700000000123,\"value\":%s}", name, step, value);
  }

  /** The body with its keys in order, which a map's are not. */
  private static String sorted(String body) throws IOException {
    return body.isEmpty() ? "" : SORTED.writeValueAsString(SORTED.readValue(body, Object.class));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString().replaceFirst(".*/api/2.0/mlflow/", "");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add(token + " " + exchange.getRequestMethod() + " " + path + " " + sorted(body));
    if (status < 0) {
      return;
    }
    byte[] answer = content(path).getBytes(StandardCharsets.UTF_8);
    boolean missing = status == 200 && path.startsWith("experiments/get") && !known;
    exchange.sendResponseHeaders(missing ? 404 : status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private String content(String path) {
    return switch (path.replaceAll("\\?.*", "")) {
      case "experiments/get-by-name" ->
          known ? "{\"experiment\":{\"experiment_id\":\"4\"}}" : "{\"error_code\":\"X\"}";
      case "experiments/create" -> "{\"experiment_id\":\"7\"}";
      case "runs/create" -> "{\"run\":{\"info\":{\"run_id\":\"abc\"}}}";
      default -> "{}";
    };
  }
}
