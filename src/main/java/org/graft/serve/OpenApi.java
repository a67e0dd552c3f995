package org.graft.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.graft.card.ModelCard;
import org.graft.provenance.Version;
import org.graft.storage.Json;

/** The description of a service in OpenAPI 3.1, at {@code /openapi.json}. */
final class OpenApi {
  private OpenApi() {}

  /** Of the service of a model. */
  static ObjectNode of(String name, ModelCard card) {
    ObjectNode document = Json.resource("/org/graft/serve/openapi.json", ObjectNode.class);
    ObjectNode info = (ObjectNode) document.get("info");
    info.put("title", name);
    info.put("version", Version.current());
    info.put(
        "description",
        ("An image classifier on %s that Graft made, for images of %dx%d pixels; others are"
                + " resized. Labels: %s.")
            .formatted(
                card.origin().base(),
                card.images().width(),
                card.images().height(),
                String.join(", ", card.labels())));
    ObjectNode paths = (ObjectNode) document.get("paths");
    ObjectNode named = paths.objectNode();
    paths
        .properties()
        .forEach(path -> named.set(path.getKey().replace("{model}", name), path.getValue()));
    document.set("paths", named);
    return document;
  }
}
