package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Layer;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;

/**
 * What a rule sees of the graph and of the layers made so far. Maps are [height, width, channels]
 * to it, whatever the graph's data format; {@link #axis} says which axis of them a graph names.
 */
final class RuleContext {
  private static final int[] TURNED = {0, 3, 1, 2};

  private final Translator of;
  private final Node node;
  private final boolean turned;
  private int made;
  private boolean gaveOutputs;

  RuleContext(Translator of, Node node, boolean turned) {
    this.of = of;
    this.node = node;
    this.turned = turned;
  }

  Node node() {
    return node;
  }

  /** Says that the node keeps the graph from being imported, and why. */
  UnsupportedModelException refusal(String problem) {
    return node.refusal(problem);
  }

  /** Whether the node's maps are [channels, height, width]. */
  boolean turned() {
    return turned;
  }

  boolean gaveOutputs() {
    return gaveOutputs;
  }

  /** The layer's name. */
  String name() {
    return of.layerName(node);
  }

  /** Adds a layer before the node's own, of which {@code make} gets the name; gives that name. */
  String before(Function<String, Layer> make) {
    String name = name() + "_part_" + ++made;
    of.add(make.apply(name));
    return name;
  }

  /** Makes a layer carry one of several outputs. */
  void give(int output, Function<String, Layer> make) {
    gaveOutputs = true;
    String name = output == 0 ? name() : name() + "_" + output;
    of.add(new Edge(node.name(), output), make.apply(name), turned);
  }

  /** Makes a layer that is there carry one of several outputs. */
  void pass(int output, LayerOutput flow) {
    gaveOutputs = true;
    of.pass(new Edge(node.name(), output), flow);
  }

  /** What carries an input as it is. */
  LayerOutput flow(int index) {
    Edge edge = node.input(index);
    LayerOutput flow = of.flow(edge);
    if (flow == null) {
      throw node.refusal("reads " + edge + ", which is no map that a layer gives");
    }
    return flow;
  }

  /** Name of the layer whose output comes in at this place. */
  String input(int index) {
    flow(index);
    return of.layer(node.input(index), turned);
  }

  List<String> inputs(int count) {
    return inputs(0, count);
  }

  List<String> inputs(int from, int to) {
    return IntStream.range(from, to).mapToObj(this::input).toList();
  }

  boolean isConstant(int index) {
    return of.graph.isConstant(node.input(index));
  }

  boolean isVariable(int index) {
    return isConstant(index) && of.graph.isVariable(node.input(index));
  }

  /** Whether the file holds a variable of the layer by this name, which the graph may not read. */
  boolean owns(String variable) {
    return of.frozen.variables().contains(name() + "/" + variable);
  }

  /** The shape that comes in, without the batch axis. */
  Shape shape(int index) {
    return of.shape(input(index));
  }

  Shape shapeOf(String layer) {
    return of.shape(layer);
  }

  Attributes attributes() {
    return new Attributes(node);
  }

  /** Whole numbers that are constant or made of shapes. */
  long[] numbers(int index) {
    return of.extents.of(node.input(index));
  }

  /** Whether these are axes in their own order. */
  static boolean isInOrder(long... axes) {
    return Arrays.equals(axes, LongStream.range(0, axes.length).toArray());
  }

  /** The same if every axis that only the image decides were of this length. */
  long[] numbers(int index, long free) {
    return of.extents.probed(node.input(index), free);
  }

  /**
   * The axis of an input of {@code rank} axes behind the batch, counted from 1, that the graph
   * means; 0 for the batch.
   */
  int axis(long stated, int rank) {
    long axis = stated < 0 ? stated + rank + 1 : stated;
    if (axis < 0 || axis > rank) {
      throw node.refusal("names axis " + stated + " of " + (rank + 1));
    }
    return turned && rank == 3 ? TURNED[(int) axis] : (int) axis;
  }

  /** Axes of a constant, or of numbers that are made of shapes. */
  int rankOf(int index) {
    return of.extents.rank(node.input(index));
  }

  /** A constant array of one value, or of one a channel: that axis alone is longer than 1. */
  float[] values(int index) {
    return constant(index, 1).floats();
  }

  /** A stored array of the given rank; one of rank 1 may have axes of length 1 around it. */
  Tensor tensor(int index, int rank) {
    Literal literal = constant(index, rank);
    if (rank == 1) {
      return Tensor.vector(literal.floats());
    }
    if (literal.shape().length != rank) {
      throw node.refusal("reads " + literal + ", an array of " + rank + " axes is expected");
    }
    return new Tensor(literal.floats(), literal.shape());
  }

  /** A constant as it is joined with an input, value by value. */
  Operand operand(int constant, int flow) {
    Edge edge = node.input(constant);
    of.mark(edge);
    boolean bias = node.is("BiasAdd");
    return Operand.of(node, of.graph.folded(edge), shape(flow).rank(), turned && !bias);
  }

  private Literal constant(int index, int rank) {
    Edge edge = node.input(index);
    if (!of.graph.isConstant(edge)) {
      throw node.refusal("reads " + edge + " where a constant is expected");
    }
    of.mark(edge);
    Literal literal = of.graph.folded(edge);
    if (rank == 1 && !isOneAChannel(literal)) {
      throw node.refusal(
          "reads " + literal + "; an array of one value, or of one a channel, is expected");
    }
    return literal;
  }

  /** What has more axes than the map that comes in would stretch it. */
  private boolean isOneAChannel(Literal literal) {
    int axes = literal.shape().length;
    int most =
        node.inputs().stream()
            .map(of::flow)
            .filter(Objects::nonNull)
            .mapToInt(flow -> of.shape(flow.layer()).rank() + 1)
            .max()
            .orElse(Integer.MAX_VALUE);
    int channels = axes - (turned && axes > 1 ? 3 : 1);
    boolean one = literal.size() == 1;
    return axes <= most && (one || (channels >= 0 && literal.size() == literal.shape()[channels]));
  }

  /** Gives the layer one of its arrays. */
  RuleContext put(String parameter, Tensor tensor) {
    of.put(name(), parameter, tensor);
    return this;
  }

  /** Gives a layer before the node's own one of its arrays. */
  void putAt(String layer, String parameter, Tensor tensor) {
    of.put(layer, parameter, tensor);
  }
}
