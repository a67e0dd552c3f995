package org.graft.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.graft.storage.Digests;
import org.graft.storage.Json;

/** What a model is, in one number. */
public final class ModelDigest {
  private ModelDigest() {}

  /** SHA-256 of the plan, preprocessing and size in it, and of all weights, in hexadecimal. */
  public static String of(Model model) {
    MessageDigest digest = Digests.begin();
    digest.update(Json.line(model.plan()).getBytes(StandardCharsets.UTF_8));
    model
        .weights()
        .named()
        .forEach(
            (name, tensor) -> {
              String line = "\n" + name + " " + tensor.sha256();
              digest.update(line.getBytes(StandardCharsets.UTF_8));
            });
    return Digests.end(digest);
  }
}
