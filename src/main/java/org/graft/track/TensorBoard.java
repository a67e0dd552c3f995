package org.graft.track;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TensorBoard's event files under the names that Keras' {@code TensorBoard} callback gives them:
 * the runs {@code train} and {@code validation} with the tags {@code epoch_loss}, {@code
 * epoch_accuracy}, …, at steps counted from 0. An event's wall time is the start and the seconds of
 * the epochs since, so that the same training written again gives the same bytes.
 */
public final class TensorBoard implements Tracker {
  private static final double MILLISECONDS = 1000;

  private final Path folder;
  private final Instant started;
  private final EventFile training;
  private @Nullable EventFile validation;
  private double wallTime;

  /** Files go to {@code folder/train} and, if there is something to tell, to its neighbour. */
  public TensorBoard(Path folder, Instant started) {
    this.folder = folder;
    this.started = started;
    this.wallTime = started.toEpochMilli() / MILLISECONDS;
    this.training = open("train");
  }

  @Override
  public void epoch(Figures figures) {
    wallTime += figures.seconds();
    write(training, figures.step(), figures.of(false));
    Map<String, Double> validated = figures.of(true);
    if (!validated.isEmpty()) {
      validation = validation == null ? open("validation") : validation;
      write(validation, figures.step(), validated);
    }
  }

  @Override
  public void close() {
    training.close();
    if (validation != null) {
      validation.close();
    }
  }

  private void write(EventFile file, int step, Map<String, Double> figures) {
    figures.forEach(
        (name, value) -> file.scalar(wallTime, step - 1, "epoch_" + name, value.floatValue()));
  }

  private EventFile open(String run) {
    String name =
        String.format(Locale.ROOT, "events.out.tfevents.%010d.graft", started.getEpochSecond());
    return new EventFile(folder.resolve(run).resolve(name), wallTime);
  }
}
