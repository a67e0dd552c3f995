package org.graft.report;

/** One part of a page. */
interface Section {
  /** What stands above it. */
  String title();

  /** Whether there is nothing to show, so that the page leaves it out. */
  default boolean isEmpty() {
    return false;
  }

  /** Writes what stands below the title. */
  void write(Html html);
}
