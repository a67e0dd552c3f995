package org.graft.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.graft.feature.Features;
import org.graft.feature.RowSpace;
import org.graft.feature.RowWriter;
import org.graft.graph.Threads;
import org.graft.head.Head;
import org.graft.head.LayeredHead;
import org.graft.plan.Tensor;

/**
 * Trains a head on made features from the disk and says what that took: {@code rows}, {@code
 * width}, folder, head ({@code dense} or {@code logistic}) and batch. To be run alone, since it
 * tells the memory of its process.
 */
final class HeadScale {
  private static final int CLASSES = 10;
  private static final int EPOCHS = 2;

  private HeadScale() {}

  public static void main(String... arguments) throws IOException {
    int rows = Integer.parseInt(arguments[0]);
    int width = Integer.parseInt(arguments[1]);
    Threads.begin();
    double begin = now();
    boolean inMemory = arguments.length > 5 && arguments[5].equals("memory");
    RowSpace space = new RowSpace(Path.of(arguments[2]), inMemory ? Long.MAX_VALUE : 0);
    Features features = features(rows, width, space);
    tell("written", now() - begin);
    for (int i = 0; i < 2; i++) {
      begin = now();
      double sum = 0;
      for (Tensor part : features.parts()) {
        sum += part.values()[0];
      }
      tell("read", now() - begin);
      tell("check", sum);
    }
    begin = now();
    TrainingPhases training = training(arguments[3], Integer.parseInt(arguments[4]));
    training.head(head(arguments[3]), features);
    tell("trained", now() - begin);
    for (EpochMetrics epoch : training.metrics()) {
      tell("epoch", epoch.seconds());
      tell("loss", epoch.loss());
      tell("accuracy", epoch.accuracy());
    }
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM")) {
        tell("resident", Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1e6);
      }
    }
  }

  private static TrainingPhases training(String head, int batch) {
    Recipe plain = Recipe.SAFE.withSchedule(new Schedule(EPOCHS, batch, 0.002, 0, true));
    Recipe recipe = head.equals("logistic") ? plain.withHead(LayeredHead.LOGISTIC) : plain;
    return new TrainingPhases(
        recipe,
        NumberedClasses.of(CLASSES),
        SamplingPlans.of(1, 0, 1),
        Checkpointer.NONE,
        TrainListener.NONE);
  }

  private static Head head(String name) {
    return name.equals("logistic")
        ? new Head(LayeredHead.LOGISTIC, CLASSES)
        : new Head(Recipe.SAFE.head(), CLASSES);
  }

  private static Features features(int rows, int width, RowSpace space) {
    RowWriter writer = space.open(rows, width);
    int[] labels = new int[rows];
    float[] row = new float[width];
    long state = 1;
    for (int i = 0; i < rows; i++) {
      labels[i] = (int) ((long) i * CLASSES / rows);
      for (int c = 0; c < width; c++) {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        row[c] = (state >>> 40) * 0x1p-24f + (c % CLASSES == labels[i] ? 0.1f : 0);
      }
      writer.put(i, row);
    }
    List<Path> files = Collections.nCopies(rows, Path.of("image"));
    return new Features(writer.rows(IntStream.range(0, rows).toArray()), labels, files);
  }

  private static double now() {
    return System.nanoTime() / 1e9;
  }

  private static void tell(String what, double value) {
    System.out.printf(Locale.ROOT, "%s %.4f%n", what, value);
  }
}
