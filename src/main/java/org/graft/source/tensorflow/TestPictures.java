package org.graft.source.tensorflow;

import java.util.List;
import java.util.SplittableRandom;
import org.graft.plan.Shape;
import org.graft.source.tensorflow.kernel.Array;
import org.tensorflow.framework.DataType;

/**
 * Images that a network is tried on: a sky that grows brighter, two discs and a grain, in the range
 * and type of the input. The same ones every time.
 */
final class TestPictures {
  private static final long SEED = 20_260_101;

  private TestPictures() {}

  /**
   * One picture.
   *
   * @param range what it says of its values
   */
  record Picture(String range, Array image) {}

  /**
   * Two pictures of one image each, as the graph takes them. Where the type does not tell the
   * range, one is in -1..1 and one in 0..255.
   */
  static List<Picture> of(DataType type, GraphOutput input, Shape image) {
    boolean bytes = Types.isLevels(type);
    DataType whole = bytes ? type : DataType.DT_FLOAT;
    Array first = bytes ? picture(0, 255, 1, image) : picture(-1, 1, 1, image);
    return List.of(
        new Picture(bytes ? "0..255" : "-1..1", inGraph(input, typed(whole, first))),
        new Picture("0..255", inGraph(input, typed(whole, picture(0, 255, 2, image)))));
  }

  private static Array inGraph(GraphOutput input, Array image) {
    return input.turned() ? image.transposed(0, 3, 1, 2) : image;
  }

  private static Array picture(double low, double high, int number, Shape image) {
    SplittableRandom random = new SplittableRandom(SEED + number);
    int channels = image.channels();
    float[] values = new float[image.size()];
    for (int i = 0; i < values.length; i++) {
      int cell = i / channels;
      int c = i % channels;
      int row = cell / image.width();
      double y = (double) row / image.height();
      double x = (double) (cell - row * image.width()) / image.width();
      double level =
          0.2
              + 0.4 * (number == 1 ? y : x)
              + 0.35 * disc(x - 0.3, y - 0.35 - 0.1 * c, 0.22)
              - 0.3 * disc(x - 0.7, y - 0.6 + 0.05 * number * c, 0.18)
              + 0.2 * (random.nextDouble() - 0.5);
      values[i] = (float) (low + (high - low) * Math.max(0, Math.min(1, level)));
    }
    return Array.of(values, 1, image.height(), image.width(), channels);
  }

  private static double disc(double x, double y, double radius) {
    return x * x + y * y < radius * radius ? 1 : 0;
  }

  /** Noise as large as {@code amplitude} both ways; pixel levels where values are whole. */
  static Array noise(DataType type, double amplitude, long seed, int... shape) {
    SplittableRandom random = new SplittableRandom(SEED + seed);
    float[] values = new float[Array.size(shape)];
    boolean whole = type != DataType.DT_FLOAT;
    for (int i = 0; i < values.length; i++) {
      double value = random.nextDouble();
      values[i] = (float) (whole ? Math.floor(256 * value) : amplitude * (2 * value - 1));
    }
    return typed(type, Array.of(values, shape));
  }

  private static Array typed(DataType type, Array image) {
    if (type == DataType.DT_FLOAT) {
      return image;
    }
    long[] levels = new long[image.size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = Math.round(image.values()[i]);
    }
    return Array.of(type, levels, image.shape());
  }
}
