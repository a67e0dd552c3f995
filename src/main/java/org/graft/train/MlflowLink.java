package org.graft.train;

/**
 * Where a run is known on an MLflow server: {@code mlflow.json}.
 *
 * @param run the server's name of it
 */
public record MlflowLink(String address, String run) {}
