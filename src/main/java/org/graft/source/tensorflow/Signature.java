package org.graft.source.tensorflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.NearNames;
import org.jspecify.annotations.Nullable;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.MetaGraphDef;
import org.tensorflow.framework.SignatureDef;
import org.tensorflow.framework.TensorInfo;

/**
 * One way to call a SavedModel, with one input and one of its outputs, or a node before them.
 *
 * @param name as {@code --signature} names it
 * @param whole whether the output chosen is all that the signature gives
 */
record Signature(String name, Edge input, Ending ending, boolean whole) {
  private static final String DEFAULT = "serving_default";

  /** What Keras 3's {@code export} adds to the default: the same function once more. */
  private static final String KERAS_ENDPOINT = "serve";

  /**
   * The signature and output that the user names, as {@code NAME}, {@code NAME:OUTPUT} or {@code
   * NAME:0}, the first in order; without a name the only one that takes an input.
   */
  static Signature choose(Path path, MetaGraphDef meta, GraphOptions options) {
    Map<String, SignatureDef> all = new TreeMap<>(meta.getSignatureDefMap());
    all.values().removeIf(s -> s.getInputsCount() == 0 || s.getOutputsCount() == 0);
    String wanted = options.signature();
    if (all.isEmpty()) {
      throw new UnsupportedModelException(
          path
              + " has no signature that takes an input; save it with signatures, or freeze a"
              + " graph");
    }
    if (wanted == null) {
      return of(path, only(path, all, options.output()), all, options);
    }
    int colon = wanted.lastIndexOf(':');
    boolean split = colon > 0 && !all.containsKey(wanted);
    String name = split ? wanted.substring(0, colon) : wanted;
    if (!all.containsKey(name)) {
      throw new InputException(
          "there is no signature '%s' in %s, which has %s%s"
              .formatted(
                  name, path, String.join(", ", all.keySet()), NearNames.hint(name, all.keySet())));
    }
    return of(path, name, all, split ? options.endingIn(wanted.substring(colon + 1)) : options);
  }

  private static String only(Path path, Map<String, SignatureDef> all, @Nullable String output) {
    List<String> names = new ArrayList<>(all.keySet());
    if (output != null && names.size() > 1) {
      List<String> giving =
          names.stream().filter(n -> all.get(n).getOutputsMap().containsKey(output)).toList();
      names = giving.isEmpty() ? names : new ArrayList<>(giving);
    }
    if (names.contains(DEFAULT)) {
      names.remove(KERAS_ENDPOINT);
    }
    if (names.size() != 1) {
      throw new InputException(
          "%s has several signatures: %s; choose one with %s"
              .formatted(path, String.join(", ", all.keySet()), Hint.SIGNATURE.to("NAME")));
    }
    return names.get(0);
  }

  private static Signature of(
      Path path, String name, Map<String, SignatureDef> all, GraphOptions options) {
    SignatureDef def = all.get(name);
    if (options.input() == null) {
      requireImage(path, name, image(def, options));
    }
    Map<String, TensorInfo> outputs = new TreeMap<>(def.getOutputsMap());
    TensorInfo input = image(def, options).values().iterator().next();
    Edge image = Edge.parse(input.getName());
    Optional<String> chosen = output(path, name, outputs, options.output());
    if (chosen.isEmpty()) {
      Map<String, Edge> ends = new LinkedHashMap<>();
      outputs.forEach((key, output) -> ends.put(key, Edge.parse(output.getName())));
      return new Signature(name, image, Ending.within(ends, options.output()), false);
    }
    Edge end = Edge.parse(outputs.get(chosen.get()).getName());
    return new Signature(name, image, Ending.at(end), outputs.size() == 1);
  }

  /** The inputs that the user gives no value; all, if that leaves none. */
  private static Map<String, TensorInfo> image(SignatureDef def, GraphOptions options) {
    Map<String, TensorInfo> open = new TreeMap<>(def.getInputsMap());
    open.values().removeIf(input -> options.values().containsKey(node(input)));
    return open.isEmpty() ? def.getInputsMap() : open;
  }

  private static String node(TensorInfo input) {
    return Edge.parse(input.getName()).node();
  }

  private static void requireImage(Path path, String name, Map<String, TensorInfo> inputs) {
    if (inputs.size() > 1) {
      throw new UnsupportedModelException(
          ("signature %s of %s takes %d inputs (%s); one image is expected, and the value"
                  + " of others with %s (their nodes are %s)")
              .formatted(
                  name,
                  path,
                  inputs.size(),
                  names(inputs),
                  Hint.SET.to("NODE=VALUE"),
                  String.join(
                      ", ",
                      new TreeMap<>(inputs).values().stream().map(Signature::node).toList())));
    }
    if (inputs.values().iterator().next().getDtype() == DataType.DT_STRING) {
      throw new UnsupportedModelException(
          ("signature %s of %s takes strings, such as encoded images; name the node behind"
                  + " which pixels are ready with %s")
              .formatted(name, path, Hint.INPUT.to("NODE")));
    }
  }

  /** The output of that name or number, or the only one; none for what may be a node's name. */
  private static Optional<String> output(
      Path path, String name, Map<String, TensorInfo> outputs, @Nullable String wanted) {
    List<String> names = new ArrayList<>(outputs.keySet());
    if (wanted == null && names.size() > 1) {
      throw new InputException(
          "signature %s of %s gives several outputs: %s; choose one with %s"
              .formatted(name, path, names(outputs), Hint.OUTPUT.to("NAME")));
    }
    if (wanted == null || outputs.containsKey(wanted)) {
      return Optional.of(wanted == null ? names.get(0) : wanted);
    }
    return wanted.matches("\\d{1,4}") && Integer.parseInt(wanted) < names.size()
        ? Optional.of(names.get(Integer.parseInt(wanted)))
        : Optional.empty();
  }

  private static String names(Map<String, TensorInfo> ends) {
    return String.join(", ", new TreeMap<>(ends).keySet());
  }
}
