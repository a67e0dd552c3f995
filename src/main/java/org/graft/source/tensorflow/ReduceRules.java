package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.graft.plan.GlobalPool;
import org.graft.plan.Layer;
import org.graft.plan.Permute;
import org.graft.plan.Reduce;
import org.graft.plan.Reduction;
import org.graft.plan.Shape;
import org.graft.plan.Statistic;

/** {@code Mean}, {@code Max}, {@code Sum} and {@code Min} over any axes but the batch. */
final class ReduceRules {
  private static final List<Integer> ROWS_AND_COLUMNS = List.of(1, 2);

  private ReduceRules() {}

  static Optional<Layer> reduce(RuleContext s, Statistic statistic) {
    Attributes a = s.attributes();
    boolean keep = a.flag("keep_dims");
    a.finish();
    Shape in = s.shape(0);
    List<Integer> axes =
        Arrays.stream(s.numbers(1))
            .mapToObj(n -> s.axis(n, in.rank()))
            .sorted()
            .distinct()
            .toList();
    if (axes.isEmpty()) {
      return Optional.empty();
    }
    if (axes.contains(0)) {
      throw s.refusal("goes over the images of a batch");
    }
    boolean pools = statistic == Statistic.MEAN || statistic == Statistic.MAX;
    if (pools && in.isMap() && axes.equals(ROWS_AND_COLUMNS)) {
      Reduction of = statistic == Statistic.MEAN ? Reduction.MEAN : Reduction.MAX;
      return Optional.of(new GlobalPool(s.name(), s.input(0), of, keep));
    }
    Chain chain = new Chain(s);
    chain.then((name, source) -> new Reduce(name, source, statistic, axes, keep));
    boolean apart = s.turned() && in.isMap() && !keep && axes.size() == 1 && axes.get(0) < 3;
    if (apart) {
      chain.then((name, source) -> new Permute(name, source, List.of(2, 1)));
    }
    return chain.layer(s.input(0));
  }
}
