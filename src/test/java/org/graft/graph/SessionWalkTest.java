package org.graft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Arithmetic;
import org.graft.plan.Elementwise;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.junit.jupiter.api.Test;

/** SameDiff walks networks that part and join again for ever: those are refused, and no others. */
class SessionWalkTest {
  /** A network that adds its map to itself again and again. */
  private static Model doubled(int times) {
    List<Layer> layers = new ArrayList<>(List.of(new Input("x", Shape.square(2, 3))));
    for (int i = 0; i < times; i++) {
      String before = layers.get(i).name();
      layers.add(new Elementwise("sum" + i, List.of(before, before), Arithmetic.ADD));
    }
    return new Model(new Plan(layers), Weights.builder().build());
  }

  @Test
  void fortySumsInARowAreRefusedBeforeTheyRun() {
    assertThatThrownBy(() -> Emitter.inference(doubled(40)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("parts and joins again so often that SameDiff cannot run it");
  }

  @Test
  void tenSumsInARowRun() {
    SameDiffNetwork network = Emitter.inference(doubled(10));
    Tensor ones = new Tensor(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 1, 2, 2, 3);
    assertThat(SameDiffNetwork.fromNative(network.run(SameDiffNetwork.toNative(ones))).values())
        .containsOnly(1024f);
    network.release();
  }
}
