package org.graft.track;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an MLflow server is told of a run at its start.
 *
 * @param experiment the experiment that it is filed under, made if there is none
 * @param parameters shown beside the run
 */
public record MlflowRun(
    String experiment, String name, Instant started, Map<String, String> parameters) {
  public MlflowRun {
    parameters = new LinkedHashMap<>(parameters);
  }
}
