package org.graft.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on a free port of this machine that answers as a test tells it to. */
final class LoopbackServer implements AutoCloseable {
  /** How a request without a range is recorded. */
  static final String WHOLE = "whole";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();

  LoopbackServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  URI url(String file) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + file);
  }

  /** The {@code Range} header of every request, in order. */
  List<String> requests() {
    return requests;
  }

  void serve(HttpHandler handler) {
    serve("/", handler);
  }

  void serve(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          requests.add(range == null ? WHOLE : range);
          try (exchange) {
            handler.handle(exchange);
          }
        });
  }

  /** Keeps a handler from answering until the test is over. */
  void awaitEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** Announces all that follows {@code from}, sends it up to {@code to} and hangs up. */
  static void send(HttpExchange exchange, int status, String etag, byte[] content, int from, int to)
      throws IOException {
    write(exchange, status, etag, content, from, to);
    exchange.close();
  }

  /** Announces all that follows {@code from} and sends it up to {@code to}. */
  static void write(
      HttpExchange exchange, int status, String etag, byte[] content, int from, int to)
      throws IOException {
    if (etag != null) {
      exchange.getResponseHeaders().set("ETag", etag);
    }
    if (status == 206) {
      String range = "bytes " + from + "-" + (content.length - 1) + "/" + content.length;
      exchange.getResponseHeaders().set("Content-Range", range);
    }
    exchange.sendResponseHeaders(status, content.length - from);
    exchange.getResponseBody().write(content, from, to - from);
    exchange.getResponseBody().flush();
  }

  /** Answers a range request with status 206. */
  static void sendRest(HttpExchange exchange, String etag, byte[] content) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = Integer.parseInt(range.replaceAll("\\D", ""));
    send(exchange, 206, etag, content, from, content.length);
  }
}
