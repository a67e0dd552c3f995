package org.graft.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft.failure.InputException;
import org.graft.plan.GraphBlock;
import org.graft.plan.Parameter;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A head of one's own as it is stored: a SameDiff graph with the placeholder {@code features},
 * {@code [batch, …]}, the variable {@code logits}, and variables that hold the first weights. A
 * placeholder {@code dropout_0.4_NAME} is the mask of a dropout of that share.
 */
public final class HeadGraph {
  private static final Pattern MASK = Pattern.compile("dropout_([0-9][0-9.E-]*)_\\w+");

  private final byte[] bytes;
  private final String origin;
  private final SameDiff graph;
  private final Map<String, String> arrays = new LinkedHashMap<>();
  private final List<GraphBlock.Mask> masks = new ArrayList<>();

  /**
   * Reads a graph; what can be said of it without running it is checked.
   *
   * @param origin what it is called in messages
   * @throws InputException if it has no features, no logits, no variables, or another placeholder
   * @throws org.graft.failure.MalformedFileException if it is no graph of SameDiff
   */
  public HeadGraph(byte[] bytes, String origin) {
    this.bytes = bytes.clone();
    this.origin = origin;
    this.graph = GraphFile.read(bytes, origin);
    requireVariable(GraphBlock.FEATURES, VariableType.PLACEHOLDER, "a placeholder");
    requireVariable(GraphBlock.LOGITS, VariableType.ARRAY, "an output");
    Set<String> needed = Transplant.needed(graph, GraphBlock.LOGITS);
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() == VariableType.VARIABLE) {
        array(variable, needed);
      } else if (variable.isPlaceHolder() && !variable.name().equals(GraphBlock.FEATURES)) {
        mask(variable);
      }
    }
    if (arrays.isEmpty()) {
      throw wrong("it makes no variables, so that there is nothing to train");
    }
  }

  private void requireVariable(String name, VariableType type, String kind) {
    if (!graph.hasVariable(name) || graph.getVariable(name).getVariableType() != type) {
      List<String> placeholders =
          graph.variables().stream()
              .filter(SDVariable::isPlaceHolder)
              .map(SDVariable::name)
              .toList();
      throw wrong(
          ("it has no '%s' that is %s; a head takes the placeholder '%s' and gives '%s'"
                  + " (its placeholders: %s)")
              .formatted(name, kind, GraphBlock.FEATURES, GraphBlock.LOGITS, placeholders));
    }
  }

  private void array(SDVariable variable, Set<String> needed) {
    if (variable.dataType() != DataType.FLOAT) {
      throw wrong("variable '" + variable.name() + "' is " + variable.dataType() + ", not FLOAT");
    }
    if (!needed.contains(variable.name())) {
      throw wrong("variable '" + variable.name() + "' has no part in the logits");
    }
    arrays.put(variable.name(), variable.name().replace(SameDiffNetwork.SEPARATOR, '.'));
  }

  private void mask(SDVariable placeholder) {
    Matcher name = MASK.matcher(placeholder.name());
    if (!name.matches()) {
      throw wrong(
          ("it has the placeholder '%s'; a head takes '%s' alone, and masks called"
                  + " dropout_0.4_NAME")
              .formatted(placeholder.name(), GraphBlock.FEATURES));
    }
    try {
      double rate = Double.parseDouble(name.group(1));
      masks.add(new GraphBlock.Mask(placeholder.name(), rate, example(placeholder)));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          wrong("placeholder '" + placeholder.name() + "': " + e.getMessage()).getMessage(), e);
    }
  }

  /** The shape of one example of the features. */
  public Shape features() {
    return example(graph.getVariable(GraphBlock.FEATURES));
  }

  private Shape example(SDVariable placeholder) {
    long[] shape = placeholder.getShape();
    if (placeholder.dataType() != DataType.FLOAT || shape == null || shape.length < 2) {
      throw wrong("placeholder '" + placeholder.name() + "' is not [batch, …] of FLOAT");
    }
    int[] axes = new int[shape.length - 1];
    for (int i = 0; i < axes.length; i++) {
      if (shape[i + 1] < 1 || shape[i + 1] > Integer.MAX_VALUE) {
        throw wrong(
            "placeholder '" + placeholder.name() + "' leaves an axis open besides the batch");
      }
      axes[i] = (int) shape[i + 1];
    }
    return new Shape(axes);
  }

  /** The first weights, by the names that the block has for them. */
  public Map<String, Tensor> weights() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    arrays.forEach(
        (variable, name) ->
            weights.put(name, SameDiffNetwork.fromNative(graph.getVariable(variable).getArr())));
    return weights;
  }

  /** The graph as a layer. */
  public GraphBlock block(String name, String input, int units) {
    List<Parameter> parameters = new ArrayList<>();
    weights().forEach((array, tensor) -> parameters.add(new Parameter(array, tensor.shape())));
    try {
      String bare = Blocks.stripped(GraphFile.read(bytes, origin), arrays, masks);
      return new GraphBlock(name, input, features(), units, parameters, masks, bare);
    } catch (IllegalArgumentException e) {
      throw new InputException(wrong(String.valueOf(e.getMessage())).getMessage(), e);
    }
  }

  /**
   * Runs the graph on a batch of two and asks for every gradient that training will ask for.
   *
   * @param features the shape of one example that the base gives
   * @param units outputs wanted
   * @throws InputException if it takes or gives another shape, or an operation has no gradient
   */
  public void require(Shape features, int units) {
    if (!features.equals(features())) {
      throw wrong(
          "it takes features [%s] of an image, and the base gives [%s]"
              .formatted(features(), features));
    }
    new HeadTrial(() -> GraphFile.read(bytes, origin), origin).require(masks, features, units);
  }

  private InputException wrong(String problem) {
    return new InputException("head " + origin + ": " + problem);
  }
}
