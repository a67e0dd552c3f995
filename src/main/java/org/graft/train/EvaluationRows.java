package org.graft.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.graft.image.PathList;
import org.graft.plan.Tensor;
import org.jspecify.annotations.Nullable;

/** What a model makes of images while it comes in, one image after another. */
final class EvaluationRows {
  private final Task task;
  private final int width;
  private final @Nullable TopClasses top;
  private final float[] all;
  private final PathList.PathBuilder files = new PathList.PathBuilder();
  private final int[] truth;

  /**
   * @param most images at most
   */
  EvaluationRows(Task task, int most) {
    this.task = task;
    this.width = task.labels().size();
    this.truth = new int[most];
    boolean many = (long) most * width > Evaluation.MOST_VALUES;
    this.top = many && task instanceof Classes ? TopClasses.empty(most, width) : null;
    this.all = top == null ? new float[Math.multiplyExact(most, width)] : new float[0];
  }

  /** Takes what the model gives for one image, one value a label. */
  void add(Path file, int answer, float... row) {
    int place = files.count();
    if (top == null) {
      System.arraycopy(row, 0, all, place * width, width);
    } else {
      top.put(place, answer, row);
    }
    truth[place] = answer;
    files.add(file);
  }

  Evaluation evaluation() {
    int images = files.count();
    boolean whole = images == truth.length;
    int[] own = whole ? truth : Arrays.copyOf(truth, images);
    if (top != null && task instanceof Classes classes) {
      TopClasses kept = whole ? top : top.rows(IntStream.range(0, images).toArray());
      return new Evaluation(classes, files.list(), own, kept);
    }
    float[] kept = whole ? all : Arrays.copyOf(all, images * width);
    return new Evaluation(task, files.list(), own, new Tensor(kept, images, width));
  }
}
