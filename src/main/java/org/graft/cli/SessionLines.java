package org.graft.cli;

import java.nio.file.Path;
import org.graft.api.JobListener;
import org.graft.audit.Audit;
import org.graft.image.LeftOut;
import org.graft.train.LiveRun;
import org.graft.train.Task;
import org.graft.train.TrainRequest;

/** A job in words, as it gets on. */
class SessionLines extends ProgressLines implements JobListener {
  SessionLines(Console console) {
    super(console);
  }

  @Override
  public void audited(Audit audit, LeftOut leftOut) {
    AuditLines.leftOut(console, leftOut);
    AuditLines.brief(console, audit);
  }

  @Override
  public void leftOut(LeftOut leftOut) {
    AuditLines.leftOut(console, leftOut);
  }

  @Override
  public void told(String line) {
    console.progress(line);
  }

  @Override
  public void training(String base, TrainRequest request) {
    console.progress(
        "training a head for %s on %s, %d px, recipe %s, preprocessing %s",
        Task.of(request.data()).described(),
        base,
        request.size(),
        request.recipe().name(),
        request.preprocessing());
  }

  @Override
  public void resumed(LiveRun run) {
    MlflowOptions.goOn(console, run);
  }

  @Override
  public void kept(Path run) {
    console.warn("what was trained is kept: %s", advice(run));
  }

  @Override
  public void stopped(Path run) {
    console.warn("stopped: %s", advice(run));
  }

  private static String advice(Path run) {
    return "graft train --resume " + run + " goes on";
  }

  @Override
  public void examining(String part, int images, int of) {
    if (console.environment().terminal()) {
      features(part, images, of);
    }
  }
}
