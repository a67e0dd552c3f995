package org.graft.serve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.graft.provenance.ModelCard;
import org.graft.storage.Json;

/**
 * Which request gets which answer: {@code POST /predict}; {@code GET /}, {@code /model}, {@code
 * /health}, {@code /metrics}. Bodies are read without holding a thread.
 */
final class Routes extends Handler.Abstract.NonBlocking {
  private static final String JSON = "application/json";
  private static final int DEFAULT_TOP = 5;

  private final ModelCard card;
  private final ServiceLimits limits;
  private final Workers workers;
  private final Metrics metrics;

  Routes(ModelCard card, ServiceLimits limits, Workers workers) {
    this.card = card;
    this.limits = limits;
    this.workers = workers;
    this.metrics = new Metrics(workers::waiting);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    String expected = path.equals("/predict") ? "POST" : "GET";
    if (!List.of("/predict", "/", "/model", "/health", "/metrics").contains(path)) {
      send(response, callback, 404, error("there is no " + path));
    } else if (!request.getMethod().equals(expected)) {
      response.getHeaders().put(HttpHeader.ALLOW, expected);
      send(response, callback, 405, error(path + " takes " + expected));
    } else if (expected.equals("POST")) {
      predict(request, response, callback);
    } else {
      get(path, response, callback);
    }
    return true;
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
    CompletableFuture<?> unused =
        body(request)
            .thenCompose(body -> answer(request, body))
            .whenComplete(
                (answer, failure) -> {
                  int status = failure == null ? 200 : refusal(failure).status();
                  metrics.answered(status, System.nanoTime() - request.getBeginNanoTime());
                  if (failure == null) {
                    send(response, callback, status, answer);
                  } else {
                    refuse(response, callback, refusal(failure));
                  }
                });
  }

  /** The whole body, which must come in time and not be too large. */
  private CompletableFuture<byte[]> body(Request request) {
    if (request.getLength() > limits.bytes()) {
      return CompletableFuture.failedFuture(tooLarge());
    }
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    Content.Source.asByteArrayAsync(request, limits.bytes(), Promise.Invocable.toPromise(body));
    return body.copy()
        .orTimeout(limits.upload().toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              throw unread(cause(failure));
            });
  }

  private RefusedException unread(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return new RefusedException(
          408, "the body did not come within " + limits.upload().toSeconds() + " s");
    }
    return failure instanceof IllegalStateException
        ? tooLarge()
        : new RefusedException(400, "the body ended too early", failure);
  }

  private RefusedException tooLarge() {
    return new RefusedException(413, "the body is larger than " + limits.bytes() + " bytes");
  }

  private CompletableFuture<Map<String, Object>> answer(Request request, byte[] body) {
    int top = top(request);
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return workers
        .submit(() -> Uploads.of(type, body), top)
        .thenApply(
            images -> {
              metrics.classified(images.size());
              return Map.of("images", images);
            });
  }

  private static int top(Request request) {
    Fields parameters = Request.extractQueryParameters(request);
    String top = parameters.getValue("top");
    if (top == null) {
      return DEFAULT_TOP;
    }
    if (!top.matches("[1-9]\\d{0,5}")) {
      throw new RefusedException(400, "top takes a whole number from 1 on");
    }
    return Integer.parseInt(top);
  }

  private static RefusedException refusal(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof RefusedException refused
        ? refused
        : new RefusedException(500, "the service failed: " + cause, cause);
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }

  /** What may still come of an unread body is not waited for. */
  private static void refuse(Response response, Callback callback, RefusedException refused) {
    if (refused.status() == 503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    }
    if (refused.status() == 408 || refused.status() == 413) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    send(response, callback, refused.status(), error(refused.getMessage()));
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
