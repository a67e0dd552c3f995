package org.graft.serve;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a service, each with one deadline at a time: for the head of its next request,
 * then for the whole of that request. When there are too many, of one address or in all, the one
 * goes that has longest kept the service waiting, first of those that were never answered; a
 * newcomer always gets its turn.
 */
final class OpenConnections implements Connection.Listener {
  private final ConnectionLimits limits;
  private final Scheduler scheduler;
  private final Consumer<Closing> told;
  private final Map<Connection, Entry> open = new HashMap<>();

  /** Why a connection is closed in the midst of things. */
  enum Closing {
    /** The head of a request did not come in time. */
    SLOW_HEAD,
    /** Too many others wanted its place. */
    CROWDED,
    /** The answer did not reach the client in time. */
    SLOW_ANSWER
  }

  /** What is known of a connection; its request is whole once nobody waits for the client. */
  private static final class Entry {
    private final Object address;
    private long since = System.nanoTime();
    private boolean served;
    private boolean whole;
    private Scheduler.@Nullable Task deadline;

    Entry(Object address) {
      this.address = address;
    }
  }

  OpenConnections(ConnectionLimits limits, Scheduler scheduler, Consumer<Closing> told) {
    this.limits = limits;
    this.scheduler = scheduler;
    this.told = told;
  }

  @Override
  public void onOpened(Connection connection) {
    Object address = address(connection);
    Optional<Connection> crowded;
    synchronized (this) {
      open.put(connection, new Entry(address));
      crowded = crowded(address);
    }
    restart(connection);
    crowded.ifPresent(c -> close(c, Closing.CROWDED));
  }

  private static Object address(Connection connection) {
    SocketAddress address = connection.getEndPoint().getRemoteSocketAddress();
    return address instanceof InetSocketAddress internet
        ? internet.getAddress()
        : String.valueOf(address);
  }

  /** The connection to close, if there are too many now. */
  private Optional<Connection> crowded(Object address) {
    Predicate<Entry> same = entry -> entry.address.equals(address);
    if (open.values().stream().filter(same).count() > limits.each()) {
      return oldest(same);
    }
    return open.size() > limits.all() ? oldest(entry -> true) : Optional.empty();
  }

  private Optional<Connection> oldest(Predicate<Entry> among) {
    long now = System.nanoTime();
    return open.entrySet().stream()
        .filter(e -> among.test(e.getValue()))
        .min(
            Comparator.<Map.Entry<Connection, Entry>, Boolean>comparing(e -> e.getValue().whole)
                .thenComparing(e -> e.getValue().served)
                .thenComparing(e -> e.getValue().since - now))
        .map(Map.Entry::getKey);
  }

  /** The connection is waited for: a request's head is to come. */
  void restart(Connection connection) {
    schedule(connection, limits.head(), Closing.SLOW_HEAD, true);
  }

  /** A request was answered; the next one is waited for. */
  void answered(Connection connection) {
    synchronized (this) {
      Entry entry = open.get(connection);
      if (entry != null) {
        entry.served = true;
      }
    }
    restart(connection);
  }

  /** The head of a request has come, of which all is to be over in that time. */
  void begun(Connection connection, Duration left) {
    schedule(connection, left, Closing.SLOW_ANSWER, false);
  }

  private void schedule(Connection connection, Duration time, Closing reason, boolean restart) {
    synchronized (this) {
      Entry entry = open.get(connection);
      if (entry != null) {
        if (entry.deadline != null) {
          entry.deadline.cancel();
        }
        entry.whole = false;
        entry.since = restart ? System.nanoTime() : entry.since;
        Runnable close = () -> close(connection, reason);
        entry.deadline = scheduler.schedule(close, time.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /** All of a request has come; its connection is no longer closed in favour of others. */
  synchronized void whole(Connection connection) {
    Entry entry = open.get(connection);
    if (entry != null) {
      entry.whole = true;
    }
  }

  private void close(Connection connection, Closing reason) {
    told.accept(reason);
    connection.getEndPoint().close();
  }

  @Override
  public synchronized void onClosed(Connection connection) {
    Entry entry = open.remove(connection);
    if (entry != null && entry.deadline != null) {
      entry.deadline.cancel();
    }
  }
}
