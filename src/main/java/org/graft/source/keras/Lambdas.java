package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.graft.plan.Layer;
import org.graft.plan.ScaledAdd;

/**
 * Layers that hold code in Python, of which none is ever run. One is known by its form: {@code
 * lambda inputs, scale: inputs[0] + inputs[1] * scale} of keras.applications' InceptionResNetV2 up
 * to Keras 2, called with two layers and the argument {@code scale}, by the module or the file that
 * its code says it comes from.
 */
final class Lambdas {
  private static final String KNOWN_MODULE = "inception_resnet_v2";

  private Lambdas() {}

  static Layer lambda(Fields f) {
    JsonNode arguments = f.value("arguments");
    JsonNode scale = arguments.path("scale");
    boolean known =
        f.inputs().size() == 2
            && arguments.size() == 1
            && scale.isNumber()
            && f.value("function_type").asText().equals("lambda")
            && comesFrom(f.value("module"), f.value("function"));
    if (!known) {
      throw f.unsupported("holds code in Python, which is never run");
    }
    f.ignoreAll();
    return new ScaledAdd(f.name(), f.inputs(), scale.asDouble());
  }

  private static boolean comesFrom(JsonNode module, JsonNode function) {
    return module.asText().endsWith("." + KNOWN_MODULE)
        || code(function).contains("/" + KNOWN_MODULE + ".py");
  }

  /** The marshalled code of {@code [code, defaults, closure]} as text, names readable in it. */
  private static String code(JsonNode function) {
    try {
      byte[] code = Base64.getMimeDecoder().decode(function.path(0).asText());
      return new String(code, StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
