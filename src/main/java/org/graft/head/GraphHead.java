package org.graft.head;

import java.util.List;
import java.util.random.RandomGenerator;
import org.graft.graph.HeadGraph;
import org.graft.graph.TrustedGraphs;
import org.graft.plan.Layer;
import org.graft.plan.Shape;
import org.graft.plan.Weights;

/**
 * A SameDiff graph as a head. In JSON its graph is its SHA-256; the graph itself lies beside.
 *
 * @param name of the file or the class that it came from
 */
public record GraphHead(String name, boolean standardized, GraphBytes graph) implements HeadStyle {
  /** A head of the graph that is read from {@code bytes}, for which the caller vouches. */
  public static GraphHead of(byte[] bytes, String name, boolean standardized) {
    TrustedGraphs.trust(bytes);
    GraphHead head = new GraphHead(name, standardized, new GraphBytes(bytes));
    head.parsed();
    return head;
  }

  /** The same with the graph that its digest stands for. */
  public GraphHead withBytes(byte[] bytes) {
    return new GraphHead(name, standardized, graph.with(bytes, name));
  }

  private HeadGraph parsed() {
    return new HeadGraph(graph.bytes(), name);
  }

  @Override
  public GraphHead standardizing() {
    return new GraphHead(name, true, graph);
  }

  @Override
  public Pooling reads() {
    return parsed().features().rank() == 1 ? Pooling.MEAN : Pooling.NONE;
  }

  @Override
  public List<Layer> layers(String input, int classes) {
    return List.of(parsed().block(Head.LOGITS, input, classes));
  }

  /** Those that the graph holds. */
  @Override
  public Weights initial(Shape features, int classes, RandomGenerator random) {
    return Weights.builder().put(Head.LOGITS, parsed().weights()).build();
  }

  @Override
  public GraphHead settled(Shape features, int classes, RandomGenerator random) {
    parsed().require(reads().of(features), classes);
    return this;
  }

  @Override
  public String described() {
    return "head " + name;
  }
}
