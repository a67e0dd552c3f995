package org.graft.track;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run on an MLflow server. A server that is down or refuses something is told once to whoever
 * listens and then left alone: it never ends a training. Figures go out a second apart at the
 * soonest, together. May be ended by another thread than the one that tells it of epochs.
 */
public final class Mlflow implements Tracker {
  private static final Duration BETWEEN_BATCHES = Duration.ofSeconds(1);

  /** The API takes no more metrics, or parameters, at once. */
  private static final int MOST_METRICS = 1000;

  private static final int MOST_PARAMETERS = 100;
  private static final int LONGEST_PARAMETER = 500;

  private final MlflowServer server;
  private final Clock clock;
  private final Consumer<String> onLost;
  private final List<Map<String, ?>> waiting = new ArrayList<>();
  private Instant sent;
  private @Nullable String id;
  private boolean over;

  private Mlflow(MlflowServer server, Clock clock, Consumer<String> onLost) {
    this.server = server;
    this.clock = clock;
    this.onLost = onLost;
    this.sent = clock.instant();
  }

  /** How a run can end. */
  public enum End {
    FINISHED,
    FAILED,
    KILLED
  }

  /** A run that begins; {@code onLost} hears why nothing more is told to the server. */
  public static Mlflow begin(
      MlflowServer server, MlflowRun run, Clock clock, Consumer<String> onLost) {
    Mlflow mlflow = new Mlflow(server, clock, onLost);
    mlflow.attempt(() -> mlflow.create(run));
    return mlflow;
  }

  /** A run of the server's that goes on. */
  public static Mlflow resume(
      MlflowServer server, String id, Clock clock, Consumer<String> onLost) {
    Mlflow mlflow = new Mlflow(server, clock, onLost);
    mlflow.id = id;
    mlflow.attempt(() -> server.post("runs/update", Map.of("run_id", id, "status", "RUNNING")));
    return mlflow;
  }

  /** The server's name of the run, once it has given one. */
  public synchronized Optional<String> id() {
    return Optional.ofNullable(id);
  }

  @Override
  public synchronized void epoch(Figures figures) {
    add(figures.values(), figures.step());
    if (waiting.size() > MOST_METRICS / 2
        || Duration.between(sent, clock.instant()).compareTo(BETWEEN_BATCHES) >= 0) {
      send();
    }
  }

  /** Tells what came of the run. */
  public synchronized void result(Map<String, Double> figures) {
    add(figures, 0);
    send();
  }

  /** Puts a word on the run. */
  public synchronized void tag(String key, String value) {
    attempt(() -> server.post("runs/set-tag", Map.of("run_id", id, "key", key, "value", value)));
  }

  /** Ends the run on the server. */
  public synchronized void end(End how) {
    send();
    attempt(
        () ->
            server.post(
                "runs/update",
                Map.of(
                    "run_id", id,
                    "status", how.name(),
                    "end_time", clock.instant().toEpochMilli())));
    over = true;
  }

  /** A run that nobody has ended has failed. */
  @Override
  public void close() {
    end(End.FAILED);
  }

  private void create(MlflowRun run) throws IOException {
    JsonNode made =
        server.post(
            "runs/create",
            Map.of(
                "experiment_id", experiment(run.experiment()),
                "run_name", run.name(),
                "start_time", run.started().toEpochMilli()));
    id = text(made.path("run").path("info").path("run_id"), "run_id");
    List<Map<String, String>> parameters =
        run.parameters().entrySet().stream()
            .limit(MOST_PARAMETERS)
            .map(e -> Map.of("key", e.getKey(), "value", shortened(e.getValue())))
            .toList();
    server.post("runs/log-batch", Map.of("run_id", id, "params", parameters));
  }

  private String experiment(String name) throws IOException {
    Optional<JsonNode> there = server.get("experiments/get-by-name", "experiment_name", name);
    JsonNode id =
        there.isPresent()
            ? there.get().path("experiment").path("experiment_id")
            : server.post("experiments/create", Map.of("name", name)).path("experiment_id");
    return text(id, "experiment_id");
  }

  private void add(Map<String, Double> figures, int step) {
    long now = clock.instant().toEpochMilli();
    figures.forEach(
        (name, value) ->
            waiting.add(Map.of("key", name, "value", value, "timestamp", now, "step", step)));
  }

  private void send() {
    sent = clock.instant();
    for (int from = 0; from < waiting.size(); from += MOST_METRICS) {
      List<?> batch = waiting.subList(from, Math.min(waiting.size(), from + MOST_METRICS));
      attempt(() -> server.post("runs/log-batch", Map.of("run_id", id, "metrics", batch)));
    }
    waiting.clear();
  }

  /** Something that is asked of the server. */
  @FunctionalInterface
  private interface Request {
    void send() throws IOException;
  }

  private void attempt(Request request) {
    if (over) {
      return;
    }
    try {
      request.send();
    } catch (IOException e) {
      over = true;
      onLost.accept("MLflow at " + server + ": " + e.getMessage() + "; the run goes on without it");
    }
  }

  private static String text(JsonNode node, String field) throws IOException {
    if (!node.isTextual()) {
      throw new IOException("an answer without " + field);
    }
    return node.asText();
  }

  private static String shortened(String value) {
    return value.length() <= LONGEST_PARAMETER ? value : value.substring(0, LONGEST_PARAMETER);
  }
}
