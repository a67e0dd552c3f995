package org.graft.source.tensorflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.UnsupportedModelException;
import org.jspecify.annotations.Nullable;

/**
 * A graph with its calls inlined, its values given, its constants known and its choices made.
 *
 * @param input the node that takes the image
 */
record Frozen(Graph graph, Map<String, Literal> literals, String input, Edge output) {

  /**
   * Freezes what an output needs.
   *
   * @param variables the values of a graph's variables, by node
   * @param input the node that takes the image, if the file says so, or {@code null}
   */
  static Frozen of(
      FunctionLibrary functions,
      Ending ending,
      GraphOptions options,
      Function<Graph, Map<String, Literal>> variables,
      @Nullable String input) {
    Feeding feeding = new Feeding(options);
    Graph main = feeding.of(functions.main(), Set.of());
    FunctionInliner.Flat inlined = FunctionInliner.inline(functions, main, ending.outputs());
    Set<String> known = new HashSet<>(main.nodes().keySet());
    known.addAll(inlined.graph().nodes().keySet());
    feeding.require(known);
    Edge end = end(functions.path(), inlined, ending);
    FunctionInliner.Flat whole =
        new FunctionInliner.Flat(feeding.of(inlined.graph(), main.nodes().keySet()), List.of(end));
    String image =
        feeding.input().orElseGet(() -> input != null ? input : image(functions.path(), whole));
    requireDependent(functions.path(), whole, image);
    FunctionInliner.Flat flat =
        Freezing.shortened(new FunctionInliner.Flat(taking(whole.graph(), image), whole.outputs()));
    Map<String, Literal> literals =
        Freezing.literals(functions.path(), flat.graph(), variables.apply(flat.graph()));
    FunctionInliner.Flat straight = Dropouts.removed(Branches.resolved(flat, literals), literals);
    Graph shaped = feeding.shaped(straight.graph(), image);
    return new Frozen(shaped, literals, image, straight.outputs().get(0));
  }

  /** With where it was read from, the names of all variables there, and how they were found. */
  FrozenGraph asRead(Path path, List<Path> files, Set<String> variables, String rule) {
    return new FrozenGraph(path, files, graph, literals, variables, input, output, rule);
  }

  private static Edge end(Path path, FunctionInliner.Flat inlined, Ending ending) {
    return ending.node() == null
        ? inlined.outputs().get(0)
        : NodeNames.require(path, inlined.graph(), ending);
  }

  /** Refuses an end that is the same for all images. */
  private static void requireDependent(Path path, FunctionInliner.Flat flat, String image) {
    if (!flat.graph().reach(flat.outputs()).contains(image)) {
      throw new InputException(
          ("%s: what it is to end in, %s, does not depend on the image %s; name another"
                  + " node with %s")
              .formatted(path, flat.outputs().get(0), image, Hint.OUTPUT.to("NODE")));
    }
  }

  /** The one placeholder that images can come in at; the others must be given a value. */
  private static String image(Path path, FunctionInliner.Flat flat) {
    List<Node> needed = flat.graph().ordered(flat.outputs());
    List<Node> open = needed.stream().filter(n -> n.is("Placeholder")).toList();
    if (open.isEmpty()) {
      open = needed.stream().filter(n -> n.is("PlaceholderWithDefault") && isMap(n)).toList();
    }
    if (open.isEmpty()) {
      throw new UnsupportedModelException(
          ("%s takes no input that %s, which it ends in, depends on; end in another node"
                  + " with %s, or name the node whose place the image takes%s")
              .formatted(path, flat.outputs().get(0), Hint.OUTPUT.to("NODE"), hint(needed)));
    }
    List<Node> maps = open.size() == 1 ? open : open.stream().filter(Frozen::isMap).toList();
    if (maps.size() != 1) {
      throw new UnsupportedModelException(
          ("%s takes %s; name the node whose place the image takes%s, and the value of"
                  + " others with %s")
              .formatted(path, names(open), hint(needed), Hint.SET.to("NAME=VALUE")));
    }
    List<Node> others = new ArrayList<>(open);
    others.remove(maps.get(0));
    if (!others.isEmpty()) {
      throw new UnsupportedModelException(
          ("%s takes %s beside the image %s; say its value with %s, or end before what"
                  + " reads it with %s")
              .formatted(
                  path,
                  names(others),
                  maps.get(0).name(),
                  Hint.SET.to(others.get(0).name() + "=VALUE"),
                  Hint.OUTPUT.to("NODE")));
    }
    return maps.get(0).name();
  }

  private static String names(List<Node> nodes) {
    return NodeNames.some(nodes.stream().map(Node::name).toList());
  }

  /** Where a first convolution reads is where pixels are ready. */
  static String hint(List<Node> nodes) {
    Optional<Edge> ready =
        nodes.stream()
            .filter(n -> n.is("Conv2D", "DepthwiseConv2dNative") && !n.inputs().isEmpty())
            .map(n -> n.input(0))
            .findFirst();
    return " with "
        + ready
            .map(edge -> Hint.INPUT.to(edge) + " (what the first convolution reads)")
            .orElse(Hint.INPUT.to("NODE"));
  }

  private static boolean isMap(Node node) {
    return node.attribute("shape").getShape().getDimCount() == 4;
  }

  /** The node that takes the image as a plain placeholder. */
  private static Graph taking(Graph graph, String image) {
    Node node = graph.nodes().get(image);
    return graph.with(new Node(image, "Placeholder", List.of(), node.attributes()));
  }
}
