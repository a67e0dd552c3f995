package org.graft.track;

/** Keeps the figures of a training as they come; every epoch can be read as soon as it is told. */
public interface Tracker extends AutoCloseable {
  /** Takes the next epoch's figures. */
  void epoch(Figures figures);

  @Override
  void close();
}
