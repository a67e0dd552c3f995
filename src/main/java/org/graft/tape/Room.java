package org.graft.tape;

import java.util.function.Consumer;
import org.graft.graph.Threads;

/**
 * What one worker's steps work in while they run: native memory for what enters products and what
 * they make, and rows at hand. A worker of a team can make products over the whole batch with the
 * others.
 */
final class Room {
  private static final long WORTH_SHARING = 2_000_000;

  private final NativeArray in = new NativeArray();
  private final NativeArray out = new NativeArray();
  private final float[][] rows =
      new float[2 * MinimalFilter.MOST_PRODUCTS * MinimalFilter.MOST_PRODUCTS][0];
  private final Team team;
  private final int worker;
  private final Team helpers;

  /** Of the only worker. */
  Room() {
    this(null, 0, null);
  }

  /** Of one worker of a team. */
  Room(Team team, int worker) {
    this(team, worker, null);
  }

  private Room(Team team, int worker, Team helpers) {
    this.team = team;
    this.worker = worker;
    this.helpers = helpers;
  }

  /** Of the only worker, who lets others help with large products. */
  static Room withHelpers() {
    return new Room(null, 0, new Team(Threads.count()));
  }

  /**
   * Does work in this room: its shares at once where there are helpers and it takes so many {@code
   * products} of numbers that they gain more than waking them costs.
   */
  void share(long products, Consumer<Workplace> work) {
    if (helpers == null || products < WORTH_SHARING) {
      work.accept(alone(0));
    } else {
      Threads.alone(
          () ->
              helpers.work(
                  helpers.size(), 0, i -> work.accept(new Workplace(in, out, 0, 0, helpers, i))));
    }
  }

  NativeArray in() {
    return in;
  }

  NativeArray out() {
    return out;
  }

  /**
   * A row of at least {@code size} values that hold anything; the same again for the same index.
   */
  float[] row(int index, int size) {
    if (rows[index].length < size) {
      rows[index] = new float[size];
    }
    return rows[index];
  }

  /** Where products over this worker's {@code images} are made. */
  Workplace alone(int images) {
    return new Workplace(in, out, images, 0, null, 0);
  }

  /** Where products over all images of the batch are made, with the other workers. */
  Workplace together() {
    int first = Share.of(team.images(), worker, team.workers()).from();
    return new Workplace(team.in(), team.out(), team.images(), first, team, worker);
  }

  /** Whether there are others. */
  boolean isShared() {
    return team != null && team.workers() > 1;
  }

  void close() {
    in.close();
    out.close();
    if (helpers != null) {
      helpers.close();
    }
  }
}
