package org.graft.tape;

/**
 * What one worker's steps work in while they run: native memory for what enters products and what
 * they make, and rows at hand. A worker of a team can make products over the whole batch with the
 * others.
 */
final class Room {
  private final NativeArray in = new NativeArray();
  private final NativeArray out = new NativeArray();
  private final float[][] rows =
      new float[2 * MinimalFilter.MOST_PRODUCTS * MinimalFilter.MOST_PRODUCTS][0];
  private final Team team;
  private final int worker;

  /** Of the only worker. */
  Room() {
    this(null, 0);
  }

  Room(Team team, int worker) {
    this.team = team;
    this.worker = worker;
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
  }
}
