package org.graft.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.graft.failure.MalformedFileException;
import org.graft.head.AttentionPooling;
import org.graft.head.GraphHead;
import org.graft.head.HeadStyle;
import org.graft.head.Initializer;
import org.graft.head.LayeredHead;
import org.graft.head.Pooling;
import org.graft.head.WrittenHead;
import org.graft.storage.InputFile;

/** Heads for {@link Training#head}. */
public final class Heads {
  private static final int MOST_BYTES = 1 << 29;

  private Heads() {}

  /** A multinomial logistic regression with a ridge, which is solved rather than trained. */
  public static HeadStyle logistic() {
    return LayeredHead.LOGISTIC;
  }

  /**
   * Dense layers of ReLU units on the mean of the base's map; {@code dense(0.4, 64)} is the
   * article's.
   *
   * @param dropout share of each hidden layer that is dropped in training, 0 to below 1
   * @param units widths of the hidden layers, at least one
   */
  public static HeadStyle dense(double dropout, int... units) {
    return layered(dropout, units);
  }

  /** The same on the mean and the greatest value of each channel, one behind the other. */
  public static HeadStyle averageAndMax(double dropout, int... units) {
    return layered(dropout, units).withPooling(Pooling.MEAN_AND_MAX);
  }

  private static LayeredHead layered(double dropout, int... units) {
    return new LayeredHead(units[0], dropout, false, Initializer.GLOROT_UNIFORM)
        .withFurther(Arrays.stream(units).boxed().toList());
  }

  /**
   * Learned attention over the cells of the base's map, a dense ReLU layer and dropout.
   *
   * @param units width of the dense layer, 0 for none
   */
  public static HeadStyle attention(double dropout, int units) {
    return new WrittenHead("attention", false, Pooling.NONE, new AttentionPooling(units, dropout));
  }

  /** A head of one's own. */
  public static HeadStyle of(CustomHead head) {
    String name = head.getClass().getSimpleName();
    return new WrittenHead(
        name.isEmpty() || name.contains("$") ? "custom" : name,
        false,
        head.readsMap() ? Pooling.NONE : Pooling.MEAN,
        head::logits);
  }

  /**
   * A head that SameDiff saved: a placeholder {@code features}, {@code [batch, channels]} or {@code
   * [batch, height, width, channels]} float32, an output {@code logits}, and variables with the
   * first weights. A placeholder {@code dropout_0.4_NAME} is the mask of a dropout.
   *
   * @throws org.graft.failure.InputException if it is no such head
   * @throws MalformedFileException if it is no FlatBuffers file of SameDiff
   */
  public static HeadStyle open(Path file) {
    try {
      return GraphHead.of(InputFile.bytes(file, MOST_BYTES), file.toString(), false);
    } catch (IOException e) {
      throw new MalformedFileException(file, "cannot be read: " + e.getMessage(), e);
    }
  }
}
