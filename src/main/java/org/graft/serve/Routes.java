package org.graft.serve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.graft.provenance.ModelCard;
import org.graft.storage.Json;

/**
 * Which request gets which answer: {@code POST /predict}; {@code GET /}, {@code /model}, {@code
 * /health}, {@code /metrics}. Nothing is done on the one thread that looks after all connections,
 * and bodies are read without holding any.
 */
final class Routes extends Handler.Abstract {
  private static final String JSON = "application/json";
  private static final int DEFAULT_TOP = 5;

  /** For an answer to be taken by its client, before the connection is closed. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ModelCard card;
  private final ServiceLimits limits;
  private final Workers workers;
  private final Hosts hosts;
  private final WaitingBytes waiting;
  private final OpenConnections connections;
  private final Metrics metrics;

  Routes(ModelCard card, ServiceLimits limits, Workers workers, Hosts hosts, Scheduler scheduler) {
    this.card = card;
    this.limits = limits;
    this.workers = workers;
    this.hosts = hosts;
    this.waiting = new WaitingBytes(limits.body().waiting());
    this.metrics = new Metrics(workers::waiting, waiting::taken);
    this.connections = new OpenConnections(limits.connections(), scheduler, metrics::closed);
  }

  /** What is to be told of connections that open and close. */
  OpenConnections connections() {
    return connections;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Connection connection = request.getConnectionMetaData().getConnection();
    connections.begun(connection, left(request, limits.answer().plus(GRACE)));
    Request.addCompletionListener(request, failure -> connections.answered(connection));
    try {
      route(request, response, callback);
    } catch (RefusedException e) {
      refuse(response, callback, e);
    }
    return true;
  }

  /** What is left of a time that began with the request's first byte. */
  private static Duration left(Request request, Duration time) {
    return time.minusNanos(System.nanoTime() - request.getBeginNanoTime());
  }

  private void route(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    String expected = path.equals("/predict") ? "POST" : "GET";
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (!hosts.allow(host)) {
      throw new RefusedException(
          Refusal.HOST,
          "the service is asked for as "
              + host
              + "; it is "
              + hosts
              + ", or what --allow-host says");
    }
    if (!List.of("/predict", "/", "/model", "/health", "/metrics").contains(path)) {
      throw new RefusedException(Refusal.PATH, "there is no " + path);
    }
    if (!request.getMethod().equals(expected)) {
      response.getHeaders().put(HttpHeader.ALLOW, expected);
      throw new RefusedException(Refusal.METHOD, path + " takes " + expected);
    }
    if (expected.equals("POST")) {
      predict(request, response, callback);
    } else {
      get(path, response, callback);
    }
  }

  private void get(String path, Response response, Callback callback) {
    switch (path) {
      case "/model" -> send(response, callback, 200, Map.copyOf(card.toMetadata()));
      case "/health" -> send(response, callback, 200, Map.of("status", "ok"));
      case "/metrics" -> send(response, callback, 200, Metrics.TYPE, metrics.text());
      default -> {
        response.getHeaders().put("Content-Security-Policy", Page.POLICY);
        send(response, callback, 200, Page.TYPE, Page.BYTES);
      }
    }
  }

  private void predict(Request request, Response response, Callback callback) {
    if (request.getLength() > limits.body().bytes()) {
      throw BodyReader.tooLarge(limits.body());
    }
    int top = top(request);
    CompletableFuture<?> unused =
        BodyReader.read(request, limits.body(), waiting)
            .thenCompose(body -> answer(request, body, top))
            .whenComplete(
                (answer, failure) -> {
                  int status = failure == null ? 200 : refusal(failure).refusal().status();
                  metrics.answered(status, System.nanoTime() - request.getBeginNanoTime());
                  if (failure == null) {
                    send(response, callback, status, answer);
                  } else {
                    refuse(response, callback, refusal(failure));
                  }
                });
  }

  private CompletableFuture<Map<String, Object>> answer(Request request, byte[] body, int top) {
    connections.whole(request.getConnectionMetaData().getConnection());
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    long left = Math.max(1, left(request, limits.answer()).toMillis());
    return workers
        .submit(body.length, () -> Uploads.of(type, body), top)
        .orTimeout(left, TimeUnit.MILLISECONDS)
        .thenApply(
            images -> {
              metrics.classified((int) images.stream().filter(Classified::known).count());
              return Map.of("images", images);
            });
  }

  private static int top(Request request) {
    String top;
    try {
      top = Request.extractQueryParameters(request).getValue("top");
    } catch (RuntimeException e) {
      throw new RefusedException(Refusal.QUERY, "the query cannot be read: it is damaged", e);
    }
    if (top == null) {
      return DEFAULT_TOP;
    }
    if (!top.matches("[1-9]\\d{0,5}")) {
      throw new RefusedException(Refusal.QUERY, "top takes a whole number from 1 on");
    }
    return Integer.parseInt(top);
  }

  private RefusedException refusal(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof RefusedException refused) {
      return refused;
    }
    return cause instanceof TimeoutException
        ? new RefusedException(
            Refusal.LATE,
            "no answer within " + limits.answer().toSeconds() + " s; too much is to be done")
        : new RefusedException(Refusal.FAILED, "the service failed: " + cause, cause);
  }

  private void refuse(Response response, Callback callback, RefusedException refused) {
    Refusal refusal = refused.refusal();
    metrics.refused(refusal);
    if (refusal.status() == 503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    }
    if (refusal.closes()) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    send(response, callback, refusal.status(), error(refused.getMessage()));
  }

  private static Map<String, Object> error(String message) {
    return Map.of("error", message);
  }

  private static void send(Response response, Callback callback, int status, Object value) {
    send(response, callback, status, JSON, Json.line(value).getBytes(StandardCharsets.UTF_8));
  }

  private static void send(
      Response response, Callback callback, int status, String type, byte[] bytes) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }
}
