package org.graft.export.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.graft.export.parity.Comparison;
import org.graft.graph.Network;
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
record RuntimeCheck(Network network, OnnxOptions options, INDArray samples) {
  private static final int BATCH = 16;

  void check(Path file, Comparison comparison) {
    int images = Math.toIntExact(samples.size(0));
    if (images == 0) {
      throw new IllegalArgumentException("no image to compare on");
    }
    try (OnnxSession session = OnnxSession.open(file)) {
      for (int from = 0; from < images; from += BATCH) {
        compare(session, comparison, rows(from, Math.min(images, from + BATCH)));
      }
      INDArray first = rows(0, 1);
      compare(session, comparison, images > 1 ? first : Nd4j.concat(0, first, first));
    }
  }

  private void compare(OnnxSession session, Comparison comparison, INDArray images) {
    int batch = Math.toIntExact(images.size(0));
    float[] fed = floats(fed(images));
    int rows = Math.toIntExact(images.size(1));
    int columns = Math.toIntExact(images.size(2));
    Map<String, OnnxSession.Output> found = session.run(fed, batch, rows, columns);
    List<String> variables = new ArrayList<>(options.outputs().values());
    Map<String, INDArray> expected = network.run(images, variables);
    Iterator<String> names = options.outputs().keySet().iterator();
    String first = names.next();
    comparison.scores(
        first,
        floats(expected.get(options.outputs().get(first))),
        found.get(first).values(),
        batch);
    names.forEachRemaining(
        name ->
            comparison.values(
                name, floats(expected.get(options.outputs().get(name))), found.get(name).values()));
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
    if (options.input().pixels() == OnnxInput.Pixels.FLOAT32) {
      return rows;
    }
    float[] values = floats(rows);
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(OnnxSession.toByte(values[i]));
    }
    return Nd4j.create(values, rows.shape(), 'c');
  }

  private static float[] floats(INDArray array) {
    float[] values = array.dup('c').data().asFloat();
    return values.length == array.length()
        ? values
        : Arrays.copyOf(values, Math.toIntExact(array.length()));
  }
}
