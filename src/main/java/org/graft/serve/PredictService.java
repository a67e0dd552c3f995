package org.graft.serve;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.graft.failure.WorkFailedException;
import org.graft.predict.OnnxModel;

/**
 * An exported classifier behind HTTP. Requests wait in a bounded queue for a few threads; what is
 * too large, too slow or too much is refused. Closing takes nothing more and finishes what is under
 * way.
 */
public final class PredictService implements AutoCloseable {
  private static final int SERVER_THREADS = 32;

  /** Longer than any request may take, so that none of what was taken is cut off. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final Workers workers;
  private final Server server;
  private final ServerConnector connector;

  /**
   * A service that does not listen yet.
   *
   * @param name by which clients ask for the model; see {@link #isName}
   * @param model stays the caller's to close, after this
   * @param port 0 for any that is free
   * @param allowed names of hosts by which clients may ask for the service, beside its address
   */
  public PredictService(
      String name,
      OnnxModel model,
      InetAddress host,
      int port,
      ServiceLimits limits,
      List<String> allowed) {
    this.workers = new Workers(model, limits);
    this.server = new Server(new QueuedThreadPool(SERVER_THREADS));
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(quiet()));
    connector.setHost(host.getHostAddress());
    connector.setPort(port);
    long longest = limits.answer().plus(MARGIN).toMillis();
    connector.setIdleTimeout(longest);
    server.addConnector(connector);
    Routes routes =
        new Routes(
            name,
            model.card(),
            limits,
            workers,
            new Hosts(host, allowed),
            connector.getScheduler());
    connector.addBean(routes.connections());
    server.setHandler(new GracefulHandler(routes));
    server.setStopTimeout(longest);
  }

  /** Whether a model can be called that: letters, digits, {@code . _ -}, 1 to 100 of them. */
  public static boolean isName(String name) {
    return name.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
  }

  /**
   * Listens.
   *
   * @return where
   * @throws WorkFailedException if that cannot be, as when the port is taken
   */
  public URI start() {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw new WorkFailedException(
          "cannot listen on %s:%s: %s"
              .formatted(connector.getHost(), connector.getPort(), e.getMessage()),
          e);
    }
    String host = connector.getHost();
    return URI.create(
        "http://"
            + (host.contains(":") ? "[" + host + "]" : host)
            + ":"
            + connector.getLocalPort());
  }

  /** Waits until the service is closed. */
  public void await() throws InterruptedException {
    server.join();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new WorkFailedException("the service did not stop in order: " + e.getMessage(), e);
    } finally {
      workers.close();
    }
  }

  private static HttpConfiguration quiet() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(false);
    return configuration;
  }
}
