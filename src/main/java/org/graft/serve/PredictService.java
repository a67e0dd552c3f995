package org.graft.serve;

import java.net.InetAddress;
import java.net.URI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
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
  private static final int SERVER_THREADS = 8;
  private static final long IDLE_MILLISECONDS = 15_000;
  private static final long STOP_MILLISECONDS = 30_000;

  private final Workers workers;
  private final Server server;
  private final ServerConnector connector;

  /**
   * A service that does not listen yet.
   *
   * @param model stays the caller's to close, after this
   * @param port 0 for any that is free
   */
  public PredictService(OnnxModel model, InetAddress host, int port, ServiceLimits limits) {
    this.workers = new Workers(model, limits);
    this.server = new Server(new QueuedThreadPool(SERVER_THREADS));
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(quiet()));
    connector.setHost(host.getHostAddress());
    connector.setPort(port);
    connector.setIdleTimeout(Math.max(IDLE_MILLISECONDS, 2 * limits.upload().toMillis()));
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    server.setHandler(new GracefulHandler(new Routes(model.card(), limits, workers)));
    server.setStopTimeout(STOP_MILLISECONDS);
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
          "cannot listen on "
              + connector.getHost()
              + ":"
              + connector.getPort()
              + ": "
              + e.getMessage(),
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
