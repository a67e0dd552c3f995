package org.graft.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.graft.base.Base;
import org.graft.image.Dataset;
import org.graft.image.ImageDigests;
import org.graft.image.KnownDigests;
import org.graft.image.LabelledImage;
import org.graft.provenance.Version;
import org.graft.storage.Digests;
import org.graft.storage.Json;
import org.graft.train.TrainRequest;

/**
 * Tells whether a training has been done already: a digest of the base's name, file and cut, of all
 * images with their places and classes, of every option that decides the weights, and of the
 * version. Equal keys mean equal weights.
 */
public final class CellKey {
  private final String data;

  /**
   * For trainings on these images.
   *
   * @param known digests of files that need not be read for theirs
   */
  public CellKey(Dataset dataset, KnownDigests known) {
    StringBuilder text = new StringBuilder(dataset.labels().toString());
    if (dataset.targets() != null) {
      text.append(dataset.targets());
    }
    for (List<LabelledImage> part :
        List.of(dataset.train(), dataset.validation(), dataset.test())) {
      List<String> digests = ImageDigests.of(part, known);
      text.append('\n');
      for (int i = 0; i < digests.size(); i++) {
        text.append(part.get(i).label()).append(' ').append(digests.get(i)).append(' ');
        text.append(part.get(i).file().toAbsolutePath().normalize()).append('\n');
      }
    }
    if (!dataset.groups().isEmpty()) {
      text.append(Json.line(dataset.groups()));
    }
    data = Digests.ofText(text.toString());
  }

  /** The key of what {@code request} makes of {@code base}. */
  public String of(Base base, TrainRequest request) {
    ObjectNode tree = Json.tree(request.withData(new Dataset(List.of(), List.of(), List.of())));
    tree.remove(List.of("folder", "strict"));
    ((ObjectNode) tree.get("engines")).remove("cache");
    tree.put("data", data);
    tree.put("name", base.facts().name());
    tree.put("base", base.facts().origin().sha256());
    tree.put("layer", base.facts().featureLayer());
    tree.put("graft", Version.current());
    return Digests.ofText(tree.toString());
  }
}
