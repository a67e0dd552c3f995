package org.graft.source.tensorflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.graft.failure.UnsupportedModelException;

/**
 * Named rewrite: every call that the outputs need is replaced by the nodes of its function, under
 * names in the call's own scope, and only what the outputs need is kept.
 */
final class FunctionInliner {
  private static final int DEEPEST = 64;

  private final FunctionLibrary functions;
  private final GraphBounds bounds = new GraphBounds();
  private final Map<String, Node> flat = new LinkedHashMap<>();

  /** How often each name was wanted again. */
  private final Map<String, Integer> again = new HashMap<>();

  private final Deque<String> open = new ArrayDeque<>();

  private FunctionInliner(FunctionLibrary functions) {
    this.functions = functions;
  }

  /** A graph without calls, and the same outputs as its edges. */
  record Flat(Graph graph, List<Edge> outputs) {
    /**
     * The same without nodes that only pass on what they read.
     *
     * @param passed what the outputs of a node are, told by what it reads; nothing for one that
     *     stays
     */
    Flat without(Function<Node, Optional<List<Edge>>> passed) {
      Map<Edge, Edge> sources = new HashMap<>();
      Map<String, Node> kept = new LinkedHashMap<>();
      for (Node node : graph.ordered(outputs)) {
        Node reading = node.behind(sources);
        Optional<List<Edge>> same = passed.apply(reading);
        if (same.isEmpty()) {
          kept.put(node.name(), reading);
        }
        List<Edge> edges = same.orElse(List.of());
        for (int i = 0; i < edges.size(); i++) {
          sources.put(new Edge(node.name(), i), edges.get(i));
        }
      }
      return new Flat(
          new Graph(kept), outputs.stream().map(e -> sources.getOrDefault(e, e)).toList());
    }
  }

  /** Inlines what the outputs of a graph that calls these functions need. */
  static Flat inline(FunctionLibrary functions, Graph main, List<Edge> outputs) {
    FunctionInliner inliner = new FunctionInliner(functions);
    List<Edge> found =
        inliner.expand(FunctionLibrary.Body.of(main, List.of(), outputs), List.of(), "");
    return new Flat(new Graph(inliner.flat), found);
  }

  private List<Edge> expand(FunctionLibrary.Body body, List<Edge> arguments, String scope) {
    Map<String, String> renamed = new HashMap<>();
    Map<String, List<Edge>> returned = new HashMap<>();
    for (int i = 0; i < body.arguments().size(); i++) {
      returned.put(body.arguments().get(i), List.of(arguments.get(i)));
    }
    for (Node node : body.ordered()) {
      bounds.add(scope + node.name(), node.inputs().size());
      List<Edge> inputs = node.inputs().stream().map(e -> mapped(e, renamed, returned)).toList();
      Optional<String> function = functions.called(node);
      if (node.is("If", "StatelessIf")) {
        List<Edge> rest = inputs.subList(Math.min(1, inputs.size()), inputs.size());
        returned.put(node.name(), call(branch(node.withInputs(inputs)), node, rest, scope));
      } else if (function.isPresent()) {
        returned.put(node.name(), call(function.get(), node, inputs, scope));
      } else {
        renamed.put(
            node.name(), add(new Node(scope + node.name(), node.op(), inputs, node.attributes())));
      }
    }
    return body.results().stream().map(e -> mapped(e, renamed, returned)).toList();
  }

  /** The function that a choice by a constant calls. */
  private String branch(Node node) {
    Graph known = new Graph(flat);
    Edge by = node.input(0);
    Map<String, Literal> literals = new HashMap<>();
    for (String name : known.reach(List.of(by))) {
      Node source = known.nodes().get(name);
      if (source.is("Const")) {
        literals.put(name, Freezing.constant(source));
      }
    }
    boolean choice =
        Branches.constant(known, by, literals)
            .orElseThrow(() -> Branches.undecided(known, node, by));
    return node.attributes().get(choice ? "then_branch" : "else_branch").getFunc().getName();
  }

  private List<Edge> call(String function, Node node, List<Edge> inputs, String scope) {
    if (open.contains(function) || open.size() >= DEEPEST) {
      throw new UnsupportedModelException(
          "function %s calls itself%s deeper than %s, by node %s"
              .formatted(
                  function, open.contains(function) ? "" : " or nests", DEEPEST, node.name()));
    }
    FunctionLibrary.Body body = functions.body(function);
    if (body.arguments().size() != inputs.size()) {
      throw node.refusal(
          "gives %d inputs to function %s, which takes %d"
              .formatted(inputs.size(), function, body.arguments().size()));
    }
    open.push(function);
    String own = Scopes.parent(node.name());
    String inner = own.isEmpty() ? scope : scope + own + "/";
    List<Edge> results = expand(body, inputs, inner);
    open.pop();
    return results;
  }

  private String add(Node node) {
    String name = node.name();
    while (flat.containsKey(name)) {
      name = node.name() + "__" + again.merge(node.name(), 1, Integer::sum);
    }
    flat.put(name, new Node(name, node.op(), node.inputs(), node.attributes()));
    return name;
  }

  private static Edge mapped(
      Edge edge, Map<String, String> renamed, Map<String, List<Edge>> returned) {
    List<Edge> results = returned.get(edge.node());
    if (results == null) {
      return new Edge(renamed.getOrDefault(edge.node(), edge.node()), edge.output());
    }
    if (edge.output() < 0 || edge.output() >= results.size()) {
      throw new UnsupportedModelException(
          "output " + edge.output() + " of " + edge.node() + " is read; it has " + results.size());
    }
    return results.get(edge.output());
  }
}
