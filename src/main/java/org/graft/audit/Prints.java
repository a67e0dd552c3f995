package org.graft.audit;

import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/** Fingerprints that are read when they are asked for. */
final class Prints extends AbstractList<Fingerprint> implements RandomAccess {
  private final int size;
  private final IntFunction<Fingerprint> read;

  Prints(int size, IntFunction<Fingerprint> read) {
    this.size = size;
    this.read = read;
  }

  @Override
  public Fingerprint get(int index) {
    return read.apply(index);
  }

  @Override
  public int size() {
    return size;
  }
}
