package org.graft.source.keras;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft.failure.Hint;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.plan.Shape;

/**
 * A description read by the direct reader and by Deeplearning4j's importer.
 *
 * @param plan the plan that is taken
 * @param proof what the readers said of it
 */
public record TwoReaders(Plan plan, String proof) {
  /** The importer sorts layers in a time that doubles with each that reads another one twice. */
  private static final int MOST_TWICE = 8;

  /**
   * The plan of {@code config} by the reader that is wished; images default to {@code size} px.
   *
   * @throws UnsupportedModelException if that reader cannot read it, or if readers that should
   *     agree do not
   */
  public static TwoReaders read(ModelConfig config, int size, ReadBy by) {
    return switch (by) {
      case AUTO -> compared(config, size);
      case DIRECT -> new TwoReaders(DirectReader.read(config), "the direct reader, as asked");
      case DL4J -> throughDl4j(config, size);
    };
  }

  private static TwoReaders throughDl4j(ModelConfig config, int size) {
    try {
      return new TwoReaders(Dl4jReader.read(config, size), "Deeplearning4j's importer, as asked");
    } catch (UnsupportedModelException e) {
      throw new UnsupportedModelException(e.getMessage() + "; try " + Hint.READER.to("direct"), e);
    }
  }

  private static TwoReaders compared(ModelConfig config, int size) {
    Plan direct = DirectReader.read(config);
    if (twice(direct) > MOST_TWICE) {
      return new TwoReaders(
          direct,
          "direct reader; Deeplearning4j's importer does not end where maps join themselves");
    }
    Plan theirs;
    try {
      theirs = Dl4jReader.read(config, size);
    } catch (UnsupportedModelException e) {
      return new TwoReaders(direct, "direct reader; " + e.getMessage());
    }
    if (theirs.layers().size() != direct.layers().size()) {
      return new TwoReaders(direct, "direct reader; Deeplearning4j's importer makes other layers");
    }
    Map<String, Shape> shapes = direct.shapes();
    String proof = "Deeplearning4j's importer and the direct reader, equal plans";
    for (int i = 0; i < direct.layers().size(); i++) {
      Layer own = direct.layers().get(i);
      Layer other = theirs.layers().get(i);
      if (!own.equals(other)) {
        List<Shape> inputs = own.inputs().stream().map(shapes::get).toList();
        LayerConfig layer = config.layers().get(i);
        proof = loss(own, other, Dl4jLosses.lost(layer, config.words(), inputs, other));
      }
    }
    return new TwoReaders(direct, proof);
  }

  /** How many layers read another one more than once. */
  private static long twice(Plan plan) {
    return plan.layers().stream()
        .filter(layer -> Set.copyOf(layer.inputs()).size() < layer.inputs().size())
        .count();
  }

  /**
   * What Deeplearning4j's importer lost; a difference that is no loss is a defect of one reader.
   */
  private static String loss(Layer own, Layer other, Optional<String> lost) {
    return lost.map(field -> "direct reader; Deeplearning4j's importer loses " + field)
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    ("the two readers disagree on a layer: the direct one reads %s, Deeplearning4j's"
                            + " %s; choose with %s or %s")
                        .formatted(own, other, Hint.READER.to("direct"), Hint.READER.to("dl4j"))));
  }
}
