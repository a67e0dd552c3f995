package org.graft.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.graft.api.JobListener;
import org.graft.audit.Audit;
import org.graft.image.LeftOut;
import org.graft.image.SkippedImage;
import org.graft.train.EpochMetrics;
import org.graft.train.LiveRun;
import org.graft.train.Task;
import org.graft.train.TrainRequest;
import org.jspecify.annotations.Nullable;

/**
 * A job in words, as it gets on: images through the base and epochs are drawn on a terminal,
 * elsewhere a line every few of them.
 */
class SessionLines implements JobListener {
  private static final int LINES = 5;

  final Console console;
  private @Nullable String shown;
  private @Nullable ProgressBar bar;

  SessionLines(Console console) {
    this.console = console;
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

  @Override
  public void features(String part, int images, int of) {
    bar(part, "images", images).show(images, of);
  }

  @Override
  public void epoch(EpochMetrics metrics, int of) {
    boolean terminal = console.environment().terminal();
    if (terminal) {
      bar(metrics.phase(), "epochs", metrics.epoch()).show(metrics.epoch(), of);
    }
    int between = terminal ? of : Math.max(1, of / LINES);
    if (metrics.epoch() == of || metrics.epoch() % between == 0) {
      console.progress(
          "  epoch %d of %d: loss %.4f%s",
          metrics.epoch(),
          of,
          metrics.loss(),
          metrics.accuracy() == null
              ? ""
              : String.format(Locale.ROOT, ", training accuracy %.3f", metrics.accuracy()));
    }
  }

  private ProgressBar bar(String label, String unit, long done) {
    if (bar == null || !label.equals(shown)) {
      shown = label;
      bar = new ProgressBar(console, label, unit, 1, done);
    }
    return bar;
  }

  @Override
  public void fold(int fold, int of, double score) {
    console.progress("  fold %d of %d: score %.3f", fold, of, score);
  }

  @Override
  public void skipped(SkippedImage image) {
    console.skipped(image);
  }
}
