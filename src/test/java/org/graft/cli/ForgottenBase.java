package org.graft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.graft.storage.Json;

/**
 * A base on the shelf of which nobody knows any more what it is and how its pixels were prepared.
 */
public final class ForgottenBase {
  private ForgottenBase() {}

  public static void forget(Path home, String name) throws IOException {
    Path file = home.resolve("bases").resolve(name).resolve("base.json");
    ObjectNode facts = (ObjectNode) Json.read(file, JsonNode.class);
    facts.remove("architecture");
    facts.putNull("preprocessing").put("preprocessingFrom", "unknown");
    Files.writeString(file, facts.toString());
  }
}
