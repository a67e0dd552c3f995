package org.graft.feature;

import java.util.concurrent.CompletableFuture;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.tape.FrozenNetwork;

/** Graft's own engine, which saves most of a convolution's products; BatchNorm folded. */
record GraftEngine(FrozenNetwork network) implements Engine {
  /** Changes with every change that can move the last bits of what it gives. */
  static final String VERSION = "2";

  /**
   * Lays a network out, beside other work.
   *
   * @throws org.graft.failure.UnsupportedModelException at once if there is no step for one of its
   *     layers
   */
  static CompletableFuture<GraftEngine> ofSoon(Model model) {
    Model folded = FoldBatchNorm.apply(model);
    FrozenNetwork.requireSteps(folded);
    return CompletableFuture.supplyAsync(() -> new GraftEngine(new FrozenNetwork(folded)));
  }

  @Override
  public Tensor run(Tensor pixels) {
    return network.run(pixels);
  }

  @Override
  public void close() {
    network.close();
  }
}
