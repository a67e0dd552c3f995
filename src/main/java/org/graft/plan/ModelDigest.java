package org.graft.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.graft.storage.Json;

/** What a model is, in one number. */
public final class ModelDigest {
  private ModelDigest() {}

  /** SHA-256 of the plan, preprocessing and size in it, and of all weights, in hexadecimal. */
  public static String of(Model model) {
    MessageDigest digest = sha256();
    digest.update(Json.line(model.plan()).getBytes(StandardCharsets.UTF_8));
    model
        .weights()
        .byLayer()
        .forEach(
            (layer, tensors) ->
                tensors.forEach(
                    (name, tensor) -> {
                      String line = "\n" + layer + "/" + name + " " + tensor.sha256();
                      digest.update(line.getBytes(StandardCharsets.UTF_8));
                    }));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
