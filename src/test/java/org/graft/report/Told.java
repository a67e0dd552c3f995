package org.graft.report;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.plan.Tensor;
import org.graft.train.Evaluation;

/** Evaluations that nobody had to compute. */
final class Told {
  private Told() {}

  /**
   * Of two classes, {@code cat} and {@code dog}; image {@code i} is the file {@code i.png}.
   *
   * @param dogs probabilities of {@code dog}, one an image
   */
  static Evaluation ofTwo(Path folder, int[] truth, double... dogs) {
    float[] values = new float[2 * dogs.length];
    for (int i = 0; i < dogs.length; i++) {
      values[2 * i] = (float) (1 - dogs[i]);
      values[2 * i + 1] = (float) dogs[i];
    }
    return new Evaluation(
        List.of("cat", "dog"),
        files(folder, dogs.length),
        truth,
        new Tensor(values, dogs.length, 2));
  }

  static List<Path> files(Path folder, int images) {
    return IntStream.range(0, images).mapToObj(i -> folder.resolve(i + ".png")).toList();
  }
}
