package org.graft.train;

import java.util.Arrays;
import java.util.Iterator;
import org.graft.feature.Features;
import org.graft.plan.Affine;
import org.graft.plan.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Features on the disk as logistic regression reads them, block by block and anew each time. The
 * native memory of a block is free when the next is asked for.
 */
final class StoredBlocks implements Iterable<LogisticRegression.Block> {
  private final Features features;
  private final Affine affine;
  private final Task task;
  private final Loss loss;
  private final float[] weights;

  StoredBlocks(Features features, Affine affine, Task task, Loss loss) {
    this.features = features;
    this.affine = affine;
    this.task = task;
    this.loss = loss;
    this.weights = loss.weights(features.labels(), task.answers()).values();
  }

  @Override
  public Iterator<LogisticRegression.Block> iterator() {
    return new Blocks();
  }

  private final class Blocks implements Iterator<LogisticRegression.Block> {
    private final Iterator<Tensor> parts = features.parts().iterator();
    private @Nullable INDArray open;
    private int from;

    @Override
    public boolean hasNext() {
      if (open != null) {
        open.close();
        open = null;
      }
      return parts.hasNext();
    }

    @Override
    public LogisticRegression.Block next() {
      Tensor part = parts.next();
      int to = from + part.shape()[0];
      int[] labels = Arrays.copyOfRange(features.labels(), from, to);
      Tensor own = Tensor.vector(Arrays.copyOfRange(weights, from, to));
      from = to;
      INDArray values = standardized(part);
      open = values;
      return new LogisticRegression.Block(values, loss.targets(task, labels), own);
    }
  }

  /** In float32, as the head itself does it, then in float64 with a column of ones. */
  private INDArray standardized(Tensor part) {
    int rows = part.shape()[0];
    int width = part.shape()[1];
    float[] values = part.values();
    double[] x = new double[rows * (width + 1)];
    int at = 0;
    for (int from = 0; from < values.length; from += width) {
      for (int c = 0; c < width; c++) {
        float scaled = values[from + c] * affine.scale()[c];
        x[at++] = scaled + affine.shift()[c];
      }
      x[at++] = 1;
    }
    return Nd4j.create(x, new long[] {rows, width + 1}, 'c');
  }
}
