package org.graft.serve;

import java.nio.ByteBuffer;
import java.time.Duration;
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
import org.graft.card.ModelCard;

/**
 * Which request gets which answer; {@link Served} lists them. Nothing is done on the one thread
 * that looks after all connections, and bodies are read without holding any.
 */
final class Routes extends Handler.Abstract {
  /** For an answer to be taken by its client, before the connection is closed. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Served served;
  private final ServiceLimits limits;
  private final Workers workers;
  private final Hosts hosts;
  private final WaitingBytes waiting;
  private final OpenConnections connections;
  private final Metrics metrics;

  Routes(
      String name,
      ModelCard card,
      ServiceLimits limits,
      Workers workers,
      Hosts hosts,
      Scheduler scheduler) {
    this.limits = limits;
    this.workers = workers;
    this.hosts = hosts;
    this.waiting = new WaitingBytes(limits.body().waiting());
    this.metrics = new Metrics(workers::waiting, waiting::taken);
    this.served = new Served(name, card, metrics::reply);
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
    } catch (RequestRefusedException e) {
      refuse(response, callback, e);
    }
    return true;
  }

  /** What is left of a time that began with the request's first byte. */
  private static Duration left(Request request, Duration time) {
    return time.minusNanos(System.nanoTime() - request.getBeginNanoTime());
  }

  private void route(Request request, Response response, Callback callback) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (!hosts.allow(host)) {
      throw new RequestRefusedException(
          Refusal.HOST,
          "the service is asked for as %s; it is %s, or what --allow-host says"
              .formatted(host, hosts));
    }
    String path = Request.getPathInContext(request);
    String expected = served.paths().get(path);
    if (expected == null) {
      throw new RequestRefusedException(Refusal.PATH, "there is no " + path);
    }
    if (!request.getMethod().equals(expected)) {
      response.getHeaders().put(HttpHeader.ALLOW, expected);
      throw new RequestRefusedException(Refusal.METHOD, path + " takes " + expected);
    }
    if (expected.equals(Served.POST)) {
      answer(request, response, callback, served.exchange(path, request));
    } else {
      send(response, callback, served.page(path));
    }
  }

  private void answer(Request request, Response response, Callback callback, Exchange exchange) {
    if (request.getLength() > limits.body().bytes()) {
      throw BodyReader.tooLarge(limits.body());
    }
    CompletableFuture<?> unused =
        BodyReader.read(request, limits.body(), waiting)
            .thenCompose(body -> reply(request, body, exchange))
            .whenComplete(
                (reply, failure) -> {
                  int status = failure == null ? Reply.OK : refusal(failure).refusal().status();
                  metrics.answered(status, System.nanoTime() - request.getBeginNanoTime());
                  if (failure == null) {
                    send(response, callback, reply);
                  } else {
                    refuse(response, callback, refusal(failure));
                  }
                });
  }

  private CompletableFuture<Reply> reply(Request request, byte[] body, Exchange exchange) {
    connections.whole(request.getConnectionMetaData().getConnection());
    long left = Math.max(1, left(request, limits.answer()).toMillis());
    return workers
        .submit(body.length, () -> exchange.images(body))
        .orTimeout(left, TimeUnit.MILLISECONDS)
        .thenApply(
            outcomes -> {
              metrics.classified((int) outcomes.stream().filter(Outcome::known).count());
              return exchange.reply(outcomes);
            });
  }

  private RequestRefusedException refusal(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof RequestRefusedException refused) {
      return refused;
    }
    return cause instanceof TimeoutException
        ? new RequestRefusedException(
            Refusal.LATE,
            "no answer within " + limits.answer().toSeconds() + " s; too much is to be done")
        : new RequestRefusedException(Refusal.FAILED, "the service failed: " + cause, cause);
  }

  private void refuse(Response response, Callback callback, RequestRefusedException refused) {
    Refusal refusal = refused.refusal();
    metrics.refused(refusal);
    if (refusal.status() == 503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    }
    if (refusal.closes()) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    send(response, callback, Reply.json(refusal.status(), Map.of("error", refused.getMessage())));
  }

  private static void send(Response response, Callback callback, Reply reply) {
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    reply.headers().forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(reply.content()), callback);
  }
}
