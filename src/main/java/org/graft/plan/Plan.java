package org.graft.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.UnsupportedModelException;

/**
 * A network as an ordered list of layers: every layer stands behind those it reads, in the order in
 * which Keras lists them, inputs first, one output last. A network has one input, the images; the
 * tail of a {@link SplitModel} may have several. Answers what can be known without computing:
 * shapes at any size, parameters, what a cut keeps.
 */
public record Plan(List<Layer> layers) {
  @JsonCreator
  public Plan(@JsonProperty("layers") List<Layer> layers) {
    this.layers = List.copyOf(layers);
    Set<String> seen = new HashSet<>();
    for (Layer layer : this.layers) {
      if (!seen.containsAll(layer.inputs())) {
        throw new IllegalArgumentException(
            "layer " + layer.name() + " reads " + layer.inputs() + ", not all of it before it");
      }
      if (!seen.add(layer.name())) {
        throw new IllegalArgumentException("two layers are called " + layer.name());
      }
    }
    List<Input> inputs = inputs();
    if (inputs.isEmpty() || !this.layers.subList(0, inputs.size()).equals(inputs)) {
      throw new IllegalArgumentException("a plan begins with its inputs");
    }
  }

  /** The one input of a network. */
  public Input input() {
    List<Input> inputs = inputs();
    if (inputs.size() != 1) {
      throw new IllegalStateException("a plan with " + inputs.size() + " inputs, not one");
    }
    return inputs.get(0);
  }

  public List<Input> inputs() {
    return layers.stream().filter(Input.class::isInstance).map(Input.class::cast).toList();
  }

  public Layer output() {
    return layers.get(layers.size() - 1);
  }

  public Optional<Layer> find(String name) {
    return layers.stream().filter(l -> l.name().equals(name)).findFirst();
  }

  /** The layer of that name; a user's mistake, with near names, when there is none. */
  public Layer layer(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new InputException(
                    "there is no layer '%s'%s"
                        .formatted(
                            name,
                            NearNames.hint(name, layers.stream().map(Layer::name).toList()))));
  }

  public int indexOf(String name) {
    Layer layer = layer(name);
    return layers.indexOf(layer);
  }

  /** Every layer's output shape at the input shapes that the plan itself states, in order. */
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Layer layer : layers) {
      shapes.put(layer.name(), outputShape(layer, inputShapes(layer, shapes)));
    }
    return shapes;
  }

  /** The last layer's output shape. */
  public Shape outputShape() {
    return shapes().get(output().name());
  }

  /** Every layer's output shape for images of {@code image}, in order. */
  public Map<String, Shape> shapes(Shape image) {
    return withInput(image).shapes();
  }

  /**
   * What {@code layer} makes of those shapes.
   *
   * @throws IllegalArgumentException that names the layer if they do not suit it
   */
  public static Shape outputShape(Layer layer, List<Shape> inputs) {
    return named(layer, () -> layer.outputShape(inputs));
  }

  private static <T> T named(Layer layer, Supplier<T> rule) {
    try {
      return rule.get();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException("layer " + layer.name() + ": " + e.getMessage(), e);
    }
  }

  /** The arrays of each layer that has any, in order, each list in Keras' order. */
  public Map<String, List<Parameter>> parameters() {
    Map<String, Shape> shapes = shapes();
    Map<String, List<Parameter>> parameters = new LinkedHashMap<>();
    for (Layer layer : layers) {
      List<Shape> inputs = inputShapes(layer, shapes);
      List<Parameter> own = named(layer, () -> layer.parameters(inputs));
      if (!own.isEmpty()) {
        parameters.put(layer.name(), own);
      }
    }
    return parameters;
  }

  /** Number of values in all parameters. */
  public long parameterCount() {
    return parameters().values().stream().flatMap(List::stream).mapToLong(Parameter::size).sum();
  }

  /**
   * The first layer that has no map for images of {@code image}, because it would be empty or what
   * it reads does not go together, if the image is too small.
   */
  public Optional<String> firstEmptyLayer(Shape image) {
    Map<String, Shape> shapes = new HashMap<>();
    for (Layer layer : layers) {
      Optional<Shape> shape = layer instanceof Input ? Optional.of(image) : shape(layer, shapes);
      if (shape.filter(s -> !s.isEmpty()).isEmpty()) {
        return Optional.of(layer.name());
      }
      shapes.put(layer.name(), shape.get());
    }
    return Optional.empty();
  }

  private static Optional<Shape> shape(Layer layer, Map<String, Shape> shapes) {
    try {
      return Optional.of(layer.outputShape(inputShapes(layer, shapes)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A square image of that side, with the channels of the plan's own. */
  public Shape square(int side) {
    return Shape.square(side, input().shape().channels());
  }

  /** Whether square images of that side leave no map empty, and maps that are joined fit. */
  public boolean takes(int side) {
    try {
      return firstEmptyLayer(square(side)).isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The side of the smallest square image that the network takes.
   *
   * @throws UnsupportedModelException if it takes none
   */
  public int minimumSize() {
    return IntStream.rangeClosed(1, 1024)
        .filter(this::takes)
        .findFirst()
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    ("the network up to layer %s takes no square image of up to 1024 px (the file"
                            + " states %s); keep it up to a layer before it with %s")
                        .formatted(output().name(), input().shape(), Hint.CUT.to("LAYER"))));
  }

  /** The plan up to and with {@code layer}: that layer, all it reads, and nothing else. */
  public Plan upTo(String layer) {
    return subgraph(Map.of(), layer);
  }

  /**
   * What stands between the layers {@code given} and {@code end}: a plan whose inputs are those of
   * {@code given} that it reads, in the shapes given.
   */
  public Plan subgraph(Map<String, Shape> given, String end) {
    Set<String> needed = new HashSet<>(Set.of(layer(end).name()));
    List<Layer> inputs = new ArrayList<>();
    List<Layer> behind = new ArrayList<>();
    for (int i = indexOf(end); i >= 0; i--) {
      Layer layer = layers.get(i);
      if (needed.contains(layer.name()) && given.containsKey(layer.name())) {
        inputs.add(0, new Input(layer.name(), given.get(layer.name())));
      } else if (needed.contains(layer.name())) {
        needed.addAll(layer.inputs());
        (layer instanceof Input ? inputs : behind).add(0, layer);
      }
    }
    inputs.addAll(behind);
    return new Plan(inputs);
  }

  /** This plan with more layers behind it, which may read any of its layers. */
  public Plan append(List<? extends Layer> more) {
    List<Layer> all = new ArrayList<>(layers);
    all.addAll(more);
    return new Plan(all);
  }

  /** This plan for images of another shape. */
  public Plan withInput(Shape shape) {
    return begunWith(new Input(input().name(), shape), List.of());
  }

  /**
   * This plan with its one input under another name.
   *
   * @throws IllegalArgumentException if another layer has that name
   */
  public Plan withInputNamed(String name) {
    return begunWith(new Input(name, input().shape()), List.of());
  }

  /** This plan with another input and layers behind it, which stand between it and the others. */
  Plan begunWith(Input input, List<? extends Layer> first) {
    String old = input().name();
    String read = first.isEmpty() ? input.name() : first.get(first.size() - 1).name();
    List<Layer> all = new ArrayList<>(List.of(input));
    all.addAll(first);
    for (Layer layer : layers.subList(1, layers.size())) {
      all.add(layer.withInputs(name -> name.equals(old) ? read : name));
    }
    return new Plan(all);
  }

  private static List<Shape> inputShapes(Layer layer, Map<String, Shape> shapes) {
    return layer.inputs().stream().map(shapes::get).toList();
  }
}
