package org.graft.cli;

import com.beust.jcommander.Parameter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.graft.image.Augmentation;
import org.graft.track.Mlflow;
import org.graft.track.MlflowRun;
import org.graft.track.MlflowServer;
import org.graft.train.LiveRun;
import org.graft.train.Schedule;
import org.graft.train.TrainRequest;

/** An MLflow server that is told of a run; its token is in {@code MLFLOW_TRACKING_TOKEN}. */
@Heading.Under(Heading.OUTPUT)
final class MlflowOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";
  private static final String EXPERIMENT = "MLFLOW_EXPERIMENT_NAME";
  private static final String USUAL_EXPERIMENT = "graft";

  @Parameter(
      names = "--mlflow",
      description = "Address of an MLflow server to tell of the run; its token comes from " + TOKEN)
  private String address;

  /** Refuses an address that is none before any work. */
  void check() {
    if (address != null) {
      server(address);
    }
  }

  /** Has the server follow a run that begins. */
  void begin(Console console, LiveRun live) {
    if (address == null) {
      return;
    }
    MlflowRun run =
        new MlflowRun(
            variable(EXPERIMENT).orElse(USUAL_EXPERIMENT),
            live.id(),
            live.started(),
            parameters(live));
    Mlflow mlflow =
        Mlflow.begin(server(address), run, console.environment().clock(), console::warn);
    mlflow.tag("graft.base", live.base());
    live.followed(address, mlflow);
  }

  /** Has the server that followed a run, if one did, follow it again. */
  static void goOn(Console console, LiveRun live) {
    live.follower()
        .ifPresent(
            known ->
                live.followed(
                    known.address(),
                    Mlflow.resume(
                        server(known.address()),
                        known.run(),
                        console.environment().clock(),
                        console::warn)));
  }

  private static MlflowServer server(String address) {
    return new MlflowServer(address, variable(TOKEN), PATIENCE);
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  private static Map<String, String> parameters(LiveRun live) {
    TrainRequest request = live.request();
    Schedule schedule = request.recipe().phase().schedule();
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("base", live.base());
    parameters.put("recipe", request.recipe().name());
    parameters.put("size", String.valueOf(request.size()));
    parameters.put("preprocessing", request.preprocessing().toString());
    parameters.put("epochs", String.valueOf(schedule.epochs()));
    parameters.put("batch", String.valueOf(schedule.batch()));
    parameters.put("learning_rate", String.valueOf(schedule.learningRate()));
    parameters.put("seed", String.valueOf(request.seed()));
    parameters.put(
        "augmentation", request.augmentation().map(Augmentation::toString).orElse("none"));
    request.fineTune().ifPresent(second -> parameters.put("fine_tune_from", second.from()));
    return parameters;
  }
}
