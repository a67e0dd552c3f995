package org.graft.spark;

import java.nio.file.Path;

/**
 * A base of the demo data, and a size at which images go through it.
 *
 * @param side in pixels
 */
record GraftBase(String name, int side) {
  static final GraftBase VGG = new GraftBase("demo_vgg", 64);
  static final GraftBase INCEPTION = new GraftBase("demo_inception", 96);

  /** What the command line is told of it and of what it is run over. */
  Object[] over(Path data) {
    return new Object[] {"--base", name, "--size", side, "--data", data};
  }
}
