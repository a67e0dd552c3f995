package org.graft.track;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graft.failure.GraftException;
import org.graft.failure.InputException;
import org.graft.storage.Json;

/**
 * An MLflow tracking server by its REST API, version 2.0. Every request is answered within seconds
 * or fails, and an answer is at most a megabyte.
 */
public final class MlflowServer {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final int MOST_BYTES = 1 << 20;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final URI uri;
  private final Optional<String> token;
  private final Duration patience;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /**
   * A server that need not be there.
   *
   * @param token sent as the bearer of every request
   * @param patience the longest that a request may take
   * @throws InputException unless {@code uri} is http or https with a host and no user
   */
  public MlflowServer(String uri, Optional<String> token, Duration patience) {
    this.uri = checked(uri);
    this.token = token;
    this.patience = patience;
  }

  /** Sends {@code body} as JSON and returns the answer. */
  JsonNode post(String path, Map<String, ?> body) throws IOException {
    HttpRequest.BodyPublisher json = HttpRequest.BodyPublishers.ofString(Json.line(body));
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    return send(request.POST(json).build()).orElseThrow(() -> new IOException("no " + path));
  }

  /** Asks for the thing called {@code value}, which may not be there. */
  Optional<JsonNode> get(String path, String key, String value) throws IOException {
    String query = "?" + key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    return send(request(path + query).GET().build());
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  private HttpRequest.Builder request(String path) {
    String base = uri.toString().replaceAll("/+$", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/api/2.0/mlflow/" + path)).timeout(patience);
    token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
    return request;
  }

  /** The answer, or nothing where the server has no such thing. */
  private Optional<JsonNode> send(HttpRequest request) throws IOException {
    HttpResponse<String> response = answer(request);
    if (response.statusCode() == NOT_FOUND) {
      return Optional.empty();
    }
    if (response.statusCode() != OK) {
      throw new IOException("status " + response.statusCode() + " for " + request.uri().getPath());
    }
    try {
      return Optional.of(Json.parse(response.body(), Path.of(request.uri().getPath())));
    } catch (GraftException e) {
      throw new IOException("no JSON for " + request.uri().getPath(), e);
    }
  }

  private HttpResponse<String> answer(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, i -> bounded());
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(
          e.getCause() instanceof ConnectException
              ? "no connection"
              : String.valueOf(Objects.requireNonNullElse(e.getCause(), e).getMessage()),
          e);
    } catch (TimeoutException e) {
      throw new IOException("no answer in " + patience.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  private static BodySubscriber<String> bounded() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    return BodySubscribers.mapping(
        BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> add(body, bytes))),
        done -> body.toString(StandardCharsets.UTF_8));
  }

  private static void add(ByteArrayOutputStream body, byte[] bytes) {
    if (body.size() + bytes.length > MOST_BYTES) {
      throw new IllegalStateException("an answer of more than a megabyte");
    }
    body.writeBytes(bytes);
  }

  private static URI checked(String uri) {
    String expected = ": expected one such as http://localhost:5000";
    try {
      URI parsed = URI.create(uri);
      boolean http = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
      if (!http || parsed.getHost() == null || parsed.getQuery() != null) {
        throw new InputException("'" + uri + "' is not the address of an MLflow server" + expected);
      }
      if (parsed.getUserInfo() != null) {
        throw new InputException(
            "the MLflow server's address holds a user: expected its token in"
                + " MLFLOW_TRACKING_TOKEN");
      }
      return parsed;
    } catch (IllegalArgumentException e) {
      throw new InputException("'" + uri + "' is not an address" + expected, e);
    }
  }
}
