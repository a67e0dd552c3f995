package org.graft.base;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.graft.failure.InputException;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Dense;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Luma;
import org.graft.plan.Model;
import org.graft.plan.Parity;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.source.tensorflow.NodeArrays;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;

/** Runs a model from one of a golden's activations to the next. */
final class Verifier {
  private static final String INPUT = "input";

  private final Model model;
  private final Path file;
  private final Map<String, NpyArray> golden;
  private final String entry;
  private final List<String> unmatched = new ArrayList<>();

  /**
   * @param nodes of the graph that the golden's arrays are named after, if it is one
   */
  Verifier(Model model, Path file, Optional<NodeArrays> nodes) {
    this.model = model;
    this.file = file;
    Map<String, NpyArray> given = new HashMap<>(NpzFile.read(file));
    NpyArray stored = images(given);
    NpyArray images = nodes.map(n -> n.images(stored)).orElse(stored);
    this.golden = nodes.map(n -> n.byLayer(given, shapes(model, images))).orElse(given);
    for (String name : new TreeSet<>(given.keySet())) {
      String layer = nodes.map(n -> n.layer(name)).orElse(name);
      if (model.plan().find(layer).isEmpty()) {
        unmatched.add(name);
      }
    }
    this.entry = entry(model, images);
    golden.put(entry, images);
  }

  /** Takes the images out of what was given. */
  private NpyArray images(Map<String, NpyArray> given) {
    NpyArray images = given.remove(INPUT);
    if (images == null || images.shape().length != 4) {
      throw new InputException(
          file + " is no golden: an array 'input' of shape [n, height, width, 3] is expected");
    }
    return images;
  }

  /** Of all layers, for images of that size; none, where the network does not take it. */
  private static Map<String, Shape> shapes(Model model, NpyArray images) {
    Shape own = model.plan().input().shape();
    try {
      Shape image = new Shape(images.shape()[1], images.shape()[2], own.channels());
      return model.forImages(image).plan().shapes();
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }

  /** The layer whose values the golden's images are: of grey ones, that which makes them so. */
  private static String entry(Model model, NpyArray images) {
    boolean grey = images.shape()[3] == 1;
    return Luma.layer(model).filter(l -> grey).orElse(model.plan().input().name());
  }

  /** The golden's arrays that no layer of the network gives. */
  List<String> unmatched() {
    return unmatched;
  }

  List<Verification.Stretch> stretches() {
    Map<String, Shape> given = new HashMap<>();
    List<Verification.Stretch> stretches = new ArrayList<>();
    for (Layer layer : model.plan().layers()) {
      NpyArray expected = golden.get(layer.name());
      if (expected == null) {
        continue;
      }
      if (!(layer instanceof Input) && !layer.name().equals(entry)) {
        stretches.add(
            new Verification.Stretch(
                layer.name(),
                difference(run(given, layer.name()), expected) / sensitivity(layer, expected)));
      }
      given.put(layer.name(), shape(expected));
    }
    if (stretches.isEmpty()) {
      throw new InputException(
          ("%s holds no activation of a layer of this network; its arrays are named as"
                  + " layers, or as the nodes of a graph")
              .formatted(file));
    }
    return stretches;
  }

  private Tensor run(Map<String, Shape> given, String end) {
    SameDiffNetwork network = Emitter.inference(subgraph(given, end));
    Map<String, Tensor> inputs = new HashMap<>();
    for (Input input : network.plan().inputs()) {
      NpyArray fed = golden.get(input.name());
      inputs.put(input.name(), new Tensor(fed.values(), fed.shape()));
    }
    return network.compute(inputs);
  }

  private Model subgraph(Map<String, Shape> given, String end) {
    try {
      return model.subgraph(given, end);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          file + " does not fit this network up to layer " + end + ": " + e.getMessage(), e);
    }
  }

  /** Greatest difference over greatest expected value. */
  private double difference(Tensor found, NpyArray expected) {
    if (!Arrays.equals(found.shape(), expected.shape())) {
      throw new InputException(
          "%s holds an activation of shape %s where this network computes %s"
              .formatted(file, Arrays.toString(expected.shape()), Arrays.toString(found.shape())));
    }
    return Parity.of(found.values(), expected.values()).relative();
  }

  /**
   * How much more than its logits a layer's values may differ, relatively: what float32 rounds off
   * a logit, {@code exp} makes a part of the probability, and that grows with the logits. They are
   * known to lie apart at least as the logarithms of the expected probabilities do.
   */
  private static double sensitivity(Layer layer, NpyArray expected) {
    if (!isSoftmax(layer)) {
      return 1;
    }
    double greatest = 0;
    double least = 1;
    for (float value : expected.values()) {
      greatest = Math.max(greatest, value);
      least = Math.min(least, Math.max(value, Float.MIN_VALUE));
    }
    return greatest == 0 ? 1 : Math.max(1, Math.log(greatest / least));
  }

  private static boolean isSoftmax(Layer layer) {
    return (layer instanceof Activate activate && activate.activation() == Activation.SOFTMAX)
        || (layer instanceof Dense dense && dense.activation() == Activation.SOFTMAX);
  }

  /** Without the batch axis. */
  private static Shape shape(NpyArray array) {
    int[] axes = array.shape();
    return new Shape(Arrays.copyOfRange(axes, 1, axes.length));
  }
}
