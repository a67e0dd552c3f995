package org.graft.tape;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft.plan.Tensor;

/** A frozen network's steps over some images, forwards alone; maps give way once they are read. */
final class FrozenTape {
  private final List<Stage> stages;
  private final Map<Values, String> inputs = new HashMap<>();
  private final Values last;
  private final Room room;
  private final Pool pool = new Pool();

  FrozenTape(Steps made, Collection<String> inputs, Room room) {
    this.stages = made.stages();
    inputs.forEach(input -> this.inputs.put(made.outputs().get(input), input));
    this.last = made.last();
    this.room = room;
  }

  /** Puts the outputs {@code [n, width]} of {@code images} into {@code rows}, from a row on. */
  void run(Map<String, Tensor> images, float[] rows, int from) {
    int count = images.values().iterator().next().shape()[0];
    for (Stage stage : stages) {
      for (Values values : stage.opened()) {
        values.hold(count, pool);
        if (inputs.containsKey(values)) {
          values.enter(images.get(inputs.get(values)));
        }
      }
      stage.steps().forEach(Step::forward);
      stage.closed().forEach(values -> values.release(pool));
    }
    last.leave(rows, from);
    last.release(pool);
  }

  void close() {
    room.close();
  }
}
