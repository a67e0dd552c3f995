package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.graft.failure.UnsupportedModelException;

/** Whose words a description uses, where Keras has given one of them another meaning since. */
public enum KerasDialect {
  /** Keras 2, TensorFlow's Keras before 2.16 and {@code tf_keras} among it. */
  KERAS_2,
  /** Keras 3. */
  KERAS_3;

  private static final String VERSION = "keras_version";

  /** Fields and forms that only descriptions of Keras 1 have. */
  private static final List<String> OF_KERAS_1 =
      List.of("border_mode", "nb_filter", "dim_ordering");

  /**
   * The words of {@code description}, for the models nested in it too: the version that it states
   * decides, then that of the file that holds it, then its forms.
   *
   * @param version of the Keras that wrote the file around it, where that is known
   * @throws UnsupportedModelException if Keras 1 wrote it
   */
  static KerasDialect of(JsonNode description, Optional<String> version) {
    Optional<String> stated =
        Optional.of(description.path(VERSION)).filter(JsonNode::isTextual).map(JsonNode::asText);
    Optional<String> known = Stream.of(stated, version).flatMap(Optional::stream).findFirst();
    boolean first =
        known
            .map(v -> v.startsWith("1.") || v.startsWith("0."))
            .orElseGet(() -> OF_KERAS_1.stream().anyMatch(f -> description.findValue(f) != null));
    if (first) {
      throw new UnsupportedModelException(
          ("a model that Keras %s described; its words are other ones than those of Keras 2"
                  + " and 3: load it with Keras 2.0 to 2.3 and save it again")
              .formatted(known.orElse("1")));
    }
    return known
        .map(v -> v.startsWith("2.") ? KERAS_2 : KERAS_3)
        .orElseGet(() -> byForm(description));
  }

  /** Keras 2 says {@code batch_input_shape}, and lists calls of layers as lists of lists. */
  private static KerasDialect byForm(JsonNode description) {
    boolean lists =
        description.findValues("inbound_nodes").stream().anyMatch(calls -> calls.path(0).isArray());
    return lists || description.findValue("batch_input_shape") != null ? KERAS_2 : KERAS_3;
  }
}
