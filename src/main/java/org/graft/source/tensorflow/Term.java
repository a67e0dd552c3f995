package org.graft.source.tensorflow;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a part of a graph looks like: an operation of parts, a constant, or anything that is given a
 * name. A name stands for the same output wherever it is used. Operations that may stand for each
 * other are written {@code AddV2|Add}.
 */
@FunctionalInterface
interface Term {
  /** What the names stand for if {@code edge} looks like this; nothing if it does not. */
  Optional<Match> in(Match match, Edge edge);

  /** Whatever is there. */
  static Term any(String name) {
    return (match, edge) -> match.with(name, edge);
  }

  /** Whatever is not constant. */
  static Term variable(String name) {
    return (match, edge) -> match.with(name, edge).filter(m -> !m.graph().isConstant(edge));
  }

  static Term constant(String name) {
    return (match, edge) -> match.with(name, edge).filter(m -> m.graph().isConstant(edge));
  }

  /** A constant of one value. */
  static Term scalar(String name) {
    return (match, edge) -> match.with(name, edge).filter(m -> m.graph().scalar(edge).isPresent());
  }

  /** A constant of one value, which is this up to rounding. */
  static Term number(double value) {
    return (match, edge) -> Optional.of(match).filter(m -> m.graph().is(edge, value));
  }

  /** A constant of these whole numbers. */
  static Term numbers(String name, long... values) {
    return (match, edge) -> match.with(name, edge).filter(m -> m.graph().holds(edge, values));
  }

  /** An operation whose first inputs look like these, constant or not. */
  static Term node(String op, Term... inputs) {
    String[] ops = op.split("\\|");
    return of((graph, edge) -> graph.find(edge, ops), inputs);
  }

  /** One that is not constant. */
  static Term flow(String op, Term... inputs) {
    String[] ops = op.split("\\|");
    return of((graph, edge) -> graph.flow(edge, ops), inputs);
  }

  /** One that is constant. */
  static Term folded(String op, Term... inputs) {
    String[] ops = op.split("\\|");
    return of((graph, edge) -> graph.find(edge, ops).filter(graph::isConstant), inputs);
  }

  private static Term of(BiFunction<Subgraph, Edge, Optional<Node>> node, Term... inputs) {
    return (match, edge) ->
        node.apply(match.graph(), edge).flatMap(found -> match.all(found.inputs(), inputs));
  }

  /** An operation of what is not constant and a constant, in either order. */
  static Term withConstant(String op, Term flow, Term constant) {
    String[] ops = op.split("\\|");
    return (match, edge) ->
        match
            .graph()
            .flow(edge, ops)
            .flatMap(match.graph()::flowAndConstant)
            .flatMap(pair -> match.all(pair, flow, constant));
  }

  /** An operation of two inputs in either order, constant or not. */
  static Term either(String op, Term one, Term other) {
    return node(op, one, other).or(node(op, other, one));
  }

  /** This, or another where it is not. */
  default Term or(Term other) {
    return (match, edge) -> in(match, edge).or(() -> other.in(match, edge));
  }

  /** This, if nothing else reads it. */
  default Term alone() {
    return (match, edge) -> in(match, edge).filter(m -> m.graph().isReadOnce(edge));
  }

  /** This, if its node fits. */
  default Term where(Predicate<Node> fits) {
    return (match, edge) -> in(match, edge).filter(m -> fits.test(m.graph().node(edge)));
  }

  /** This as a part of the layer that the whole ends. */
  default Term inLayer() {
    return (match, edge) ->
        in(match, edge).filter(m -> Scopes.same(m.graph().node(edge), m.root()));
  }

  /** This, which can be asked for by a name. */
  default Term as(String name) {
    return (match, edge) -> in(match, edge).flatMap(found -> found.with(name, edge));
  }

  /** The rewrite of a node that looks like this. */
  default Subgraph.Rewrite to(Function<Match, Optional<Node>> made) {
    return (graph, root) -> in(Match.of(graph, root), Edge.of(root.name())).flatMap(made);
  }

  /** The rewrite to an operation that reads what these names stand for. */
  default Subgraph.Rewrite to(String op, String... names) {
    return to(match -> Optional.of(match.made(op, names)));
  }
}
