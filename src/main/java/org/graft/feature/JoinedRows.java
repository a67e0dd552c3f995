package org.graft.feature;

import java.util.Arrays;
import java.util.List;

/** The rows of several parts of one width, one part behind another, which are not copied. */
final class JoinedRows implements Rows {
  private final List<Rows> parts;

  /** The place of each part's first row, and behind them that of the end. */
  private final int[] starts;

  JoinedRows(List<Rows> parts) {
    this.parts = List.copyOf(parts);
    this.starts = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], parts.get(i).count());
    }
  }

  @Override
  public int count() {
    return starts[parts.size()];
  }

  @Override
  public int width() {
    return parts.get(0).width();
  }

  @Override
  public boolean areStored() {
    return parts.stream().anyMatch(Rows::areStored);
  }

  @Override
  public void read(int[] chosen, float[] to, int at) {
    int from = 0;
    while (from < chosen.length) {
      int part = partOf(chosen[from]);
      int end = from;
      while (end < chosen.length && chosen[end] >= starts[part] && chosen[end] < starts[part + 1]) {
        end++;
      }
      int[] own = Arrays.stream(chosen, from, end).map(row -> row - starts[part]).toArray();
      parts.get(part).read(own, to, at + from * width());
      from = end;
    }
  }

  /** The last part that begins at or before a row: empty ones before it begin there, too. */
  private int partOf(int row) {
    int part = parts.size() - 1;
    while (starts[part] > row) {
      part--;
    }
    return part;
  }
}
