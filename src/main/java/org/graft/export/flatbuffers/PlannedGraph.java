package org.graft.export.flatbuffers;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.graft.failure.MalformedFileException;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Model;
import org.graft.plan.Parameter;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.storage.Json;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.VariableType;

/**
 * The graph that belongs to a file, made anew from the plan in its metadata: what a file says of
 * operations does not reach native code, which trusts their arguments. A head of one's own ({@link
 * org.graft.plan.GraphBlock}) is a program, which runs only if someone vouched for it.
 */
final class PlannedGraph {
  /** The key of the plan, as JSON. */
  static final String PLAN = "graft.plan";

  /** The key of the layers that can be trained, a JSON array; files for inference have none. */
  static final String TRAINED = "graft.trained";

  /** The key of the layer that the loss takes, beside {@link #TRAINED}. */
  static final String LOGITS = "graft.logits";

  private static final int MOST_LAYERS = 10_000;

  /** Values of all layers for one image: 1 GiB of them. */
  private static final long MOST_VALUES = 1L << 28;

  private PlannedGraph() {}

  /** Adds what {@link #of} needs. */
  static void describe(SameDiffNetwork network, Map<String, String> metadata) {
    metadata.put(PLAN, Json.line(network.plan()));
    Set<String> trained = new TreeSet<>();
    for (SDVariable variable : network.graph().variables()) {
      int slash = variable.name().lastIndexOf(SameDiffNetwork.SEPARATOR);
      if (variable.getVariableType() == VariableType.VARIABLE && slash > 0) {
        trained.add(variable.name().substring(0, slash));
      }
    }
    logits(network)
        .ifPresent(
            logits -> {
              metadata.put(TRAINED, Json.line(trained));
              metadata.put(LOGITS, logits);
            });
  }

  private static Optional<String> logits(SameDiffNetwork network) {
    return network.graph().hasVariable(TrainingGraph.LOSS)
        ? Arrays.stream(network.graph().getVariableOutputOp(TrainingGraph.LOSS).argNames())
            .filter(name -> network.plan().find(name).isPresent())
            .findFirst()
        : Optional.empty();
  }

  /**
   * The graph, whose arrays are of their shapes and hold nothing yet.
   *
   * @param bytes the file's, which must hold the plan's arrays
   * @throws MalformedFileException if the metadata hold no such plan
   */
  static SameDiffNetwork of(Path file, Map<String, String> metadata, long bytes) {
    Plan plan = plan(file, metadata);
    requireSize(file, plan, bytes);
    Model model = new Model(plan, blank(plan));
    if (!metadata.containsKey(TRAINED)) {
      return Emitter.inference(model);
    }
    Set<String> trained = new TreeSet<>();
    for (JsonNode name : Json.parse(metadata.get(TRAINED), file)) {
      trained.add(plan.layer(name.asText()).name());
    }
    String logits = plan.layer(String.valueOf(metadata.get(LOGITS))).name();
    return TrainingGraph.of(model, trained, logits);
  }

  static Plan plan(Path file, Map<String, String> metadata) {
    return Json.record(Json.parse(metadata.get(PLAN), file), Plan.class, file);
  }

  private static void requireSize(Path file, Plan plan, long bytes) {
    if (plan.layers().size() > MOST_LAYERS) {
      throw new MalformedFileException(
          file, "its plan has " + plan.layers().size() + " layers; at most " + MOST_LAYERS);
    }
    long parameters =
        sum(plan.parameters().values().stream().flatMap(List::stream).map(Parameter::shape));
    long values = sum(plan.shapes().values().stream().map(Shape::axes));
    if (parameters > bytes / Float.BYTES || values > MOST_VALUES) {
      throw new MalformedFileException(
          file,
          ("its plan has %,d parameters and %,d values an image; the file holds %,d bytes,"
                  + " and %,d values are the most")
              .formatted(parameters, values, bytes, MOST_VALUES));
    }
  }

  private static long sum(Stream<int[]> shapes) {
    return shapes.mapToLong(PlannedGraph::product).reduce(0, Math::addExact);
  }

  private static long product(int... axes) {
    long product = 1;
    for (int axis : axes) {
      product = Math.multiplyExact(product, Math.max(axis, 0));
    }
    return product;
  }

  private static Weights blank(Plan plan) {
    Weights.Builder weights = Weights.builder();
    plan.parameters()
        .forEach(
            (layer, parameters) ->
                parameters.forEach(
                    parameter -> {
                      int[] shape = parameter.shape();
                      int size = Math.toIntExact(product(shape));
                      weights.put(
                          layer, parameter.name(), Tensor.computed(() -> new float[size], shape));
                    }));
    return weights.build();
  }
}
