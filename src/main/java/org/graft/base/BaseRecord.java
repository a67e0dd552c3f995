package org.graft.base;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.failure.InputException;
import org.graft.plan.Plan;
import org.graft.plan.Preprocessing;
import org.graft.plan.Shape;
import org.graft.provenance.Origin;
import org.graft.storage.OrDefault;
import org.graft.storage.OrNull;
import org.graft.storage.PlainName;
import org.graft.storage.RecordCopy;

/**
 * What the shelf knows of a base beside its plan and weights: written as {@code base.json}.
 *
 * @param format version of this record
 * @param architecture catalogue name, or {@code null} for a model of the user's own
 * @param cut layer that the import was cut at, or {@code null}
 * @param featureLayer layer that a head is grafted on
 * @param preprocessing what pixels need before this network, where it is known
 * @param preprocessingFrom who says so; {@code null} in records of older versions
 * @param minimumSize side of the smallest image that leaves a feature, in pixels
 * @param nativeSize side of the images that the weights were trained on, in pixels
 * @param receipt how the import was proved
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BaseRecord(
    int format,
    String name,
    @OrNull String architecture,
    Origin origin,
    @OrNull String kerasVersion,
    @OrNull String cut,
    String featureLayer,
    Optional<Preprocessing> preprocessing,
    @OrNull String preprocessingFrom,
    int minimumSize,
    int nativeSize,
    int layers,
    long parameters,
    List<Block> blocks,
    @OrDefault List<String> labels,
    String licence,
    ImportReceipt receipt) {
  /** The version that this Graft writes. */
  public static final int FORMAT = 2;

  /** How far from a size others are looked for, and how many are named. */
  private static final int SEARCHED = 256;

  private static final int SIZES_SHOWN = 2;

  public BaseRecord {
    boolean guessed = preprocessingFrom == null && architecture == null;
    preprocessing = guessed ? preprocessing.filter(p -> p != Preprocessing.RAW) : preprocessing;
    PlainName.check(name);
    blocks = List.copyOf(blocks);
    labels = labels == null ? List.of() : List.copyOf(labels);
  }

  /** What pixels are prepared by where nobody says otherwise: not at all if it is unknown. */
  public Preprocessing defaultPreprocessing() {
    return preprocessing.orElse(Preprocessing.RAW);
  }

  BaseRecord withReceipt(ImportReceipt other) {
    return RecordCopy.of(this, BaseRecord::receipt).with(other);
  }

  /**
   * Every layer's output shape for images of {@code size} px. The user's mistake, with the nearest
   * sizes, where maps that are joined do not fit: NASNet pads for its native size.
   */
  public Map<String, Shape> shapes(Plan plan, int size) {
    try {
      return plan.shapes(plan.square(size));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s takes no images of %d px (%s); the nearest sizes that it takes are %s"
              .formatted(name, size, e.getMessage(), sizesNear(plan, size)),
          e);
    }
  }

  private static String sizesNear(Plan plan, int size) {
    return IntStream.rangeClosed(1, SEARCHED)
        .flatMap(distance -> IntStream.of(size - distance, size + distance))
        .filter(side -> side > 0 && plan.takes(side))
        .limit(SIZES_SHOWN)
        .mapToObj(side -> side + " px")
        .collect(Collectors.joining(" and "));
  }

  /** The block that a layer of {@code plan} belongs to: the first that ends at or behind it. */
  public Optional<String> block(Plan plan, int layer) {
    return blocks.stream()
        .filter(block -> plan.indexOf(block.end()) >= layer)
        .map(Block::name)
        .findFirst();
  }
}
