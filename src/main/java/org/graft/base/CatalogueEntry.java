package org.graft.base;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import org.graft.download.OfficialFile;
import org.graft.storage.RecordCopy;
import org.jspecify.annotations.Nullable;

/**
 * The facts about one architecture of {@code keras.applications}, read from {@code
 * keras-models/catalogue.json}.
 *
 * @param architecture the description's file, written by Keras
 * @param architectureWithoutTop that of the network without its top where it is not just the rest
 *     of the whole one; else {@code null}
 * @param preprocessing what its weights were trained with
 * @param minimumSize side of the smallest image that Keras allows, in pixels
 * @param nativeSize side of the images that it was trained on, in pixels
 * @param featureLayer the last layer without the top
 * @param classifierLayer the layer whose width is the number of classes; {@code null} without a top
 * @param freeWidth whether files of other widths (MobileNet's alpha) are the same architecture
 * @param parameters how many values there are in all weights
 * @param arrays how many arrays hold them
 * @param kernels how many kernels the base has without its top, and how many values they hold
 * @param licence the licence of the official weights; {@code null} where Keras states none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CatalogueEntry(
    String architecture,
    @Nullable String architectureWithoutTop,
    String title,
    String preprocessing,
    int minimumSize,
    int nativeSize,
    String featureLayer,
    @Nullable String classifierLayer,
    boolean freeWidth,
    List<Block> blocks,
    Counts parameters,
    Counts arrays,
    KernelCount kernels,
    @Nullable String licence,
    List<OfficialFile> downloads) {
  public CatalogueEntry {
    blocks = List.copyOf(blocks);
    downloads = downloads == null ? List.of() : List.copyOf(downloads);
  }

  /** The same facts about layers that are called otherwise, those of them that there are. */
  CatalogueEntry renamed(String feature, Map<String, String> names) {
    List<Block> own =
        blocks.stream()
            .filter(b -> names.get(b.end()) != null)
            .map(b -> new Block(b.name(), names.get(b.end())))
            .toList();
    CatalogueEntry made = RecordCopy.of(this, CatalogueEntry::featureLayer).with(feature);
    made = RecordCopy.of(made, CatalogueEntry::classifierLayer).with(null);
    made = RecordCopy.of(made, CatalogueEntry::blocks).with(own);
    return RecordCopy.of(made, CatalogueEntry::downloads).with(List.of());
  }
}
