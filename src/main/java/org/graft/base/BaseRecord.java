package org.graft.base;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.graft.plan.Plan;
import org.graft.plan.Preprocessing;
import org.graft.provenance.Origin;

/**
 * What the shelf knows of a base beside its plan and weights: written as {@code base.json}.
 *
 * @param format version of this record
 * @param architecture catalogue name, or {@code null} for a model of the user's own
 * @param cut layer that the import was cut at, or {@code null}
 * @param featureLayer layer that a head is grafted on
 * @param minimumSize side of the smallest image that leaves a feature, in pixels
 * @param nativeSize side of the images that the weights were trained on, in pixels
 * @param receipt how the import was proved
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BaseRecord(
    int format,
    String name,
    String architecture,
    Origin origin,
    String kerasVersion,
    String cut,
    String featureLayer,
    Preprocessing preprocessing,
    int minimumSize,
    int nativeSize,
    int layers,
    long parameters,
    List<Block> blocks,
    List<String> labels,
    String licence,
    ImportReceipt receipt) {
  /** The version that this Graft writes. */
  public static final int FORMAT = 2;

  public BaseRecord {
    blocks = List.copyOf(blocks);
    labels = labels == null ? List.of() : List.copyOf(labels);
  }

  BaseRecord with(ImportReceipt other) {
    return new BaseRecord(
        format,
        name,
        architecture,
        origin,
        kerasVersion,
        cut,
        featureLayer,
        preprocessing,
        minimumSize,
        nativeSize,
        layers,
        parameters,
        blocks,
        labels,
        licence,
        other);
  }

  /** The block that a layer of {@code plan} belongs to: the first that ends at or behind it. */
  public Optional<String> block(Plan plan, int layer) {
    return blocks.stream()
        .filter(block -> plan.indexOf(block.end()) >= layer)
        .map(Block::name)
        .findFirst();
  }
}
