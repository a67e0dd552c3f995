package org.graft.head;

import java.util.List;
import java.util.random.RandomGenerator;
import org.graft.failure.FirstLine;
import org.graft.failure.InputException;
import org.graft.graph.GraphFile;
import org.graft.plan.GraphBlock;
import org.graft.plan.Layer;
import org.graft.plan.Shape;
import org.graft.plan.Weights;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A head that a program writes in operations of SameDiff; a {@link GraphHead} once base and classes
 * are known.
 *
 * @param name of its class
 */
public record WrittenHead(String name, boolean standardized, Pooling reads, HeadFunction function)
    implements HeadStyle {
  @Override
  public WrittenHead standardizing() {
    return new WrittenHead(name, true, reads, function);
  }

  @Override
  public List<Layer> layers(String input, int classes) {
    throw unsettled();
  }

  @Override
  public Weights initial(Shape features, int classes, RandomGenerator random) {
    throw unsettled();
  }

  private IllegalStateException unsettled() {
    return new IllegalStateException("head " + name + " is not settled for a base");
  }

  @Override
  public GraphHead settled(Shape features, int classes, RandomGenerator random) {
    HeadScope scope = new HeadScope(reads.of(features), classes, random);
    SDVariable logits = written(scope);
    if (logits == null || !scope.owns(logits)) {
      throw new InputException("head " + name + ": it gives no logits of its own graph");
    }
    if (!logits.name().equals(GraphBlock.LOGITS)) {
      if (scope.graph().hasVariable(GraphBlock.LOGITS)) {
        throw new InputException(
            "head " + name + ": it calls another variable than its output 'logits'");
      }
      logits.rename(GraphBlock.LOGITS);
    }
    return GraphHead.of(GraphFile.write(scope.graph()), name, standardized)
        .settled(features, classes, random);
  }

  private SDVariable written(HeadScope scope) {
    try {
      return function.logits(scope);
    } catch (RuntimeException e) {
      throw new InputException(
          "head %s cannot be written for features [%s] and %d outputs: %s"
              .formatted(name, scope.shape(), scope.outputs(), FirstLine.of(e)),
          e);
    }
  }

  @Override
  public String described() {
    return "head " + name;
  }
}
