package org.graft.tape;

import java.util.List;
import org.graft.plan.Tensor;

/** A frozen network's steps over some images, forwards alone; maps give way once they are read. */
final class FrozenTape {
  private final List<Stage> stages;
  private final Values first;
  private final Values last;
  private final Room room;
  private final Pool pool = new Pool();

  FrozenTape(Steps made, String input, Room room) {
    this.stages = made.stages();
    this.first = made.outputs().get(input);
    this.last = made.last();
    this.room = room;
  }

  /** Puts the outputs {@code [n, width]} of {@code images} into {@code rows}, from a row on. */
  void run(Tensor images, float[] rows, int from) {
    for (Stage stage : stages) {
      stage.opened().forEach(values -> values.hold(images.shape()[0], pool));
      if (stage.opened().contains(first)) {
        first.enter(images);
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
