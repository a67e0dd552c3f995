package org.graft.export.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.graft.card.PixelType;
import org.graft.export.parity.OutputComparison;
import org.graft.graph.SameDiffNetwork;
import org.graft.runtime.OnnxSession;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs an ONNX file in ONNX Runtime and the network it was made from in SameDiff on the same
 * images: all of them in batches, and the first one in a batch of another size.
 *
 * @param samples {@code [n, height, width, 3]} float32, RGB 0..255
 */
record RuntimeCheck(SameDiffNetwork network, OnnxOptions options, INDArray samples) {
  private static final int BATCH = 16;

  void check(Path file, OutputComparison comparison) {
    int images = Math.toIntExact(samples.size(0));
    if (images == 0) {
      throw new IllegalArgumentException("no image to compare on");
    }
    try (OnnxSession session = OnnxSession.open(file)) {
      comparison.metadata(options.metadata(), session.metadata());
      for (int from = 0; from < images; from += BATCH) {
        INDArray batch = rows(from, Math.min(images, from + BATCH));
        compare(session, batch, comparison, true);
      }
      INDArray first = rows(0, 1);
      compare(session, images > 1 ? first : Nd4j.concat(0, first, first), comparison, false);
    }
  }

  /** Compares all outputs; the images count once, by the first output. */
  private void compare(
      OnnxSession session, INDArray images, OutputComparison comparison, boolean counts) {
    int batch = Math.toIntExact(images.size(0));
    int rows = Math.toIntExact(images.size(1));
    int columns = Math.toIntExact(images.size(2));
    Map<String, OnnxSession.Output> found = session.run(floats(fed(images)), batch, rows, columns);
    Map<String, INDArray> expected = network.run(images, List.copyOf(options.outputs().values()));
    boolean decides = counts;
    for (Map.Entry<String, String> output : options.outputs().entrySet()) {
      float[] wanted = floats(expected.get(output.getValue()));
      float[] values = found.get(output.getKey()).values();
      if (decides) {
        comparison.scores(output.getKey(), wanted, values, batch);
      } else {
        comparison.values(output.getKey(), wanted, values);
      }
      decides = false;
    }
  }

  /** What the file's input stands for. */
  private INDArray fed(INDArray images) {
    return options
        .input()
        .variable()
        .map(variable -> network.run(images, List.of(variable)).get(variable))
        .orElse(images);
  }

  /** Some of the samples as the file will see them. */
  private INDArray rows(int from, int to) {
    INDArray rows = samples.get(NDArrayIndex.interval(from, to)).dup('c');
    if (options.input().pixels() == PixelType.FLOAT32) {
      return rows;
    }
    float[] values = floats(rows);
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(OnnxSession.toByte(values[i]));
    }
    return Nd4j.create(values, rows.shape(), 'c');
  }

  private static float[] floats(INDArray array) {
    return SameDiffNetwork.fromNative(array).values();
  }
}
