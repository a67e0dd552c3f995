package org.graft.export.onnx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A SameDiff graph in the making, with examples of what enters and arrays drawn at random. */
final class DrawnGraph {
  private static final int BATCH = 3;

  private final SameDiff graph = SameDiff.create();
  private final Map<String, INDArray> examples = new LinkedHashMap<>();
  private final Random random = new Random(5);

  SameDiff graph() {
    return graph;
  }

  Map<String, INDArray> examples() {
    return examples;
  }

  /** A placeholder {@code [batch, axes]} of values in -1..1. */
  SDVariable in(long... axes) {
    return between(-1, 1, axes);
  }

  /** A placeholder {@code [batch, axes]} of values in a range. */
  SDVariable between(double least, double most, long... axes) {
    long[] open = LongStream.concat(LongStream.of(-1), LongStream.of(axes)).toArray();
    long[] shape = open.clone();
    shape[0] = BATCH;
    String name = "x" + examples.size();
    examples.put(name, drawn(least, most, shape));
    return graph.placeHolder(name, DataType.FLOAT, open);
  }

  /** A placeholder {@code [batch, keys]} of ones and zeros, the first of each row a one. */
  SDVariable mask(int keys) {
    INDArray drawn = drawn(0, 1, BATCH, keys);
    drawn.getColumn(0).assign(1);
    String name = "x" + examples.size();
    examples.put(name, drawn.gt(0.5).castTo(DataType.FLOAT));
    return graph.placeHolder(name, DataType.FLOAT, -1, keys);
  }

  /** A placeholder {@code [batch, width]} of int32 below a number. */
  SDVariable places(int below, int width) {
    String name = "x" + examples.size();
    examples.put(name, drawn(0, below - 0.01, BATCH, width).castTo(DataType.INT32));
    return graph.placeHolder(name, DataType.INT32, -1, width);
  }

  /** A variable of values in -1..1. */
  SDVariable weight(long... axes) {
    return graph.var("w" + graph.variables().size(), drawn(-1, 1, axes));
  }

  /** A constant of positive values. */
  SDVariable positive(long... axes) {
    return graph.constant("w" + graph.variables().size(), drawn(0.2, 1, axes));
  }

  private INDArray drawn(double least, double most, long... axes) {
    float[] values = new float[Math.toIntExact(LongStream.of(axes).reduce(1, (a, b) -> a * b))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (least + (most - least) * random.nextDouble());
    }
    return Nd4j.createFromArray(values).reshape(axes);
  }
}
