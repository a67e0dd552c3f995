package org.graft.source.tensorflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.graft.failure.InputException;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.NearNames;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.MetaGraphDef;
import org.tensorflow.framework.SignatureDef;
import org.tensorflow.framework.TensorInfo;

/**
 * One way to call a SavedModel, with one input and one of its outputs.
 *
 * @param name as {@code --signature} names it
 * @param whole whether the output chosen is all that the signature gives
 */
record Signature(String name, Edge input, Edge output, boolean whole) {
  private static final String DEFAULT = "serving_default";

  /** What Keras 3's {@code export} adds to the default: the same function once more. */
  private static final String KERAS_ENDPOINT = "serve";

  /**
   * The signature that {@code wanted} names, as {@code NAME} or {@code NAME:OUTPUT}; with {@code
   * null} the only one that takes an input.
   */
  static Signature choose(Path path, MetaGraphDef meta, String wanted) {
    Map<String, SignatureDef> all = new TreeMap<>(meta.getSignatureDefMap());
    all.values().removeIf(s -> s.getInputsCount() == 0 || s.getOutputsCount() == 0);
    if (all.isEmpty()) {
      throw new UnsupportedModelException(
          path
              + " has no signature that takes an input; save it with signatures, or freeze a graph");
    }
    if (wanted == null) {
      return of(path, only(path, all), all, null);
    }
    int colon = wanted.lastIndexOf(':');
    boolean split = colon > 0 && !all.containsKey(wanted);
    String name = split ? wanted.substring(0, colon) : wanted;
    if (!all.containsKey(name)) {
      throw new InputException(
          String.format(
              "there is no signature '%s' in %s, which has %s%s",
              name, path, String.join(", ", all.keySet()), NearNames.hint(name, all.keySet())));
    }
    return of(path, name, all, split ? wanted.substring(colon + 1) : null);
  }

  private static String only(Path path, Map<String, SignatureDef> all) {
    List<String> names = new ArrayList<>(all.keySet());
    if (names.contains(DEFAULT)) {
      names.remove(KERAS_ENDPOINT);
    }
    if (names.size() > 1) {
      throw new InputException(
          path
              + " has several signatures: "
              + String.join(", ", names)
              + "; choose one with --signature NAME");
    }
    return names.get(0);
  }

  private static Signature of(
      Path path, String name, Map<String, SignatureDef> all, String output) {
    SignatureDef def = all.get(name);
    if (def.getInputsCount() > 1) {
      throw new UnsupportedModelException(
          String.format(
              "signature %s of %s takes %d inputs (%s); one image is expected",
              name, path, def.getInputsCount(), names(def.getInputsMap())));
    }
    Map<String, TensorInfo> outputs = new TreeMap<>(def.getOutputsMap());
    if (output == null && outputs.size() > 1) {
      throw new InputException(
          String.format(
              "signature %s of %s gives several outputs: %s; choose one with --signature %s:OUTPUT",
              name, path, names(outputs), name));
    }
    String chosen = output != null ? output : outputs.keySet().iterator().next();
    if (!outputs.containsKey(chosen)) {
      throw new InputException(
          String.format(
              "signature %s of %s has no output '%s'%s",
              name, path, chosen, NearNames.hint(chosen, outputs.keySet())));
    }
    TensorInfo input = def.getInputsMap().values().iterator().next();
    if (input.getDtype() == DataType.DT_STRING) {
      throw new UnsupportedModelException(
          String.format(
              "signature %s of %s takes strings, such as encoded images; one that takes pixels is"
                  + " expected",
              name, path));
    }
    return new Signature(
        name,
        Edge.parse(input.getName()),
        Edge.parse(outputs.get(chosen).getName()),
        outputs.size() == 1);
  }

  private static String names(Map<String, TensorInfo> ends) {
    return String.join(", ", new TreeMap<>(ends).keySet());
  }
}
